# Somebody keeps the locks of many containers, each by a copy that is never read: the engine tells nothing of these
# containers, and the plugin's questions about them wait.
# shellcheck shell=bash
POLICY=restricted
N_HELD=36 # more than there are workers that look at containers

# Each of the containers is copied out of by a client that reads nothing, and looked at by another.
begin_holding() {
    local i id
    HOLDERS=() LOOKERS=()
    for ((i = 0; i < N_HELD; i++)); do
        id=$(docker_ create "${HARDENED[@]}" "$IMAGE" sleep 300) || fail "no container $i"
        HELD_IDS+=("$id")
        # A pipe that nobody reads fills up, and the engine waits for it.
        mkfifo "$WORK/held.$i"
        sleep 120 3<>"$WORK/held.$i" &
        PIDS[reader.$i]=$!
        curl -s --max-time 120 --unix-socket "$SOCK" "http://engine/v1.41/containers/$id/archive?path=/bin/busybox" \
            >"$WORK/held.$i" &
        HOLDERS+=($!)
    done
    for id in "${HELD_IDS[@]}"; do
        for _ in $(seq 100); do is_held "$id" && break || sleep 0.05; done
        is_held "$id" || fail "container $id is not held"
    done
    for id in "${HELD_IDS[@]}"; do
        curl -s -o /dev/null --max-time 120 --unix-socket "$SOCK" -X POST -H 'Content-Length: 0' \
            "http://engine/v1.41/containers/$id/restart" &
        LOOKERS+=($!)
    done
}

# The control: while it is held, the engine does not tell of it.
is_held() { ! curl -s -o /dev/null --max-time 0.5 --unix-socket "$SOCK" "http://engine/v1.41/containers/$1/json"; }

end_holding() {
    local i
    kill "${HOLDERS[@]}" 2>/dev/null
    for ((i = 0; i < N_HELD; i++)); do process_stop "reader.$i"; done
    wait "${HOLDERS[@]}" "${LOOKERS[@]}" 2>/dev/null
    docker_ rm -f "${HELD_IDS[@]}" >/dev/null 2>&1
    rm -f "$WORK"/held.*
}

test_who_holds_many_containers_holds_up_nobody_else() {
    local other text began
    HELD_IDS=()
    other=$(docker_ create "${HARDENED[@]}" "$IMAGE" sleep 300) || fail "no other container"
    begin_holding
    began=$SECONDS
    text=$(docker_ start "$other" 2>&1) || fail "another container: $text"
    text=$(docker_ create --read-only --cap-drop ALL --security-opt no-new-privileges --network none "$IMAGE" true 2>&1) ||
        fail "a create: $text"
    HELD_IDS+=("$other" "$text")
    [ "$((SECONDS - began))" -lt 10 ] || fail "they took $((SECONDS - began)) s"
    kill -0 "${HOLDERS[@]}" 2>/dev/null || fail "nobody held the containers to the end"
    end_holding
}
