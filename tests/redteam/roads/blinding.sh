# The gate is killed, stopped, flooded or fed with what is too large, and meanwhile something forbidden is asked.
# Without a gate these roads are plain creates with a bind; what they prove is that the create would have worked.
# shellcheck shell=bash

# ask_in_the_background BODY: the create; the answer goes to $WORK/late.
ask_in_the_background() {
    curl -s --max-time 60 --unix-socket "$SOCK" -X POST -H 'Content-Type: application/json' -o "$WORK/late" \
        -w '%{http_code}' --data-binary "$1" http://engine/v1.41/containers/create >"$WORK/late.status" &
    PIDS[late]=$!
}

take_late_answer() {
    wait "${PIDS[late]}"
    unset "PIDS[late]"
    cp "$WORK/late" "$ANSWER" 2>/dev/null || : >"$ANSWER"
    cp "$WORK/late.status" "$WORK/status"
    keep_answer POST /v1.41/containers/create
    run_container "$(made)"
}

calls_of_the_gate() { grep -c " $PLUGIN_SOCKET\$" /proc/net/unix; } # its listener, and a line for each open call

# gate_stopped_with_a_call: the gate does not move, and a call waits at its socket.
gate_stopped_with_a_call() {
    local tries before
    process_stop gate # so that the engine has no old connection to it
    gate_use "$LEVEL_POLICY"
    kill -STOP "${PIDS[gate]}"
    before=$(calls_of_the_gate)
    ask_in_the_background "$1"
    for ((tries = 0; tries < 200; tries++)); do
        [ "$(calls_of_the_gate)" -le "$before" ] || return 0
        sleep 0.02
    done
}

road 8.3 gate_killed_with_a_call "read write" \
    "The gate is killed while it has the call; the engine asks again with an empty body, and finds a new gate."
gate_killed_with_a_call() {
    if [ "$LEVEL" = unguarded ]; then
        ask_in_the_background "$(hardened "$BIND")"
    else
        gate_stopped_with_a_call "$(hardened "$BIND")"
        process_stop gate KILL
        gate_use "$LEVEL_POLICY"
    fi
    take_late_answer
}

road 8.3 gate_dropping_connections "read write" \
    "A gate that drops the connection of the first call with a body; the engine asks again with an empty one." \
    "no_control=the plain create is shown by its neighbours"
gate_dropping_connections() {
    local proxy="/run/docker/plugins/$PLUGIN-drop.sock" tries engine="$SOCK"
    [ "$LEVEL" != unguarded ] || return
    rm -f "$WORK/drop.ready"
    python3 "$redteam/../e2e/drop_proxy.py" "$proxy" "$PLUGIN_SOCKET" "$WORK/drop.ready" >"$WORK/drop.log" 2>&1 &
    PIDS[proxy]=$!
    for ((tries = 0; tries < 100; tries++)); do [ -e "$WORK/drop.ready" ] && break || sleep 0.05; done
    engine_start drop "{\"authorization-plugins\": [\"$PLUGIN-drop\"]}"
    SOCK="$WORK/drop/docker.sock"
    send_json POST /v1.41/containers/create "$(hardened "$BIND")"
    SOCK=$engine
    grep -q 'then an empty one came' "$WORK/drop.log" || count_as_reached "the engine did not ask again"
    process_stop drop
    process_stop proxy
    rm -f "$proxy"
}

road 8.14 gate_asleep "read write" "The gate does not move for a while; the attacker hopes that the engine grows tired of waiting."
gate_asleep() {
    if [ "$LEVEL" = unguarded ]; then
        ask_in_the_background "$(hardened "$BIND")"
    else
        gate_stopped_with_a_call "$(hardened "$BIND")"
        PATIENCE=2 send_json POST /v1.41/containers/create "$(hardened "$BIND")" # a second caller gives up
        kill -CONT "${PIDS[gate]}"
    fi
    take_late_answer
}

road 8.14 flood_of_requests "read write" "Two hundred forbidden creates at once, with reads between them: each is denied, and each denial recorded."
flood_of_requests() {
    local i made
    hardened "$BIND" >"$WORK/flood.json"
    for ((i = 0; i < 200; i++)); do
        printf 'url="http://engine/v1.41/containers/create"\noutput="%s/flood.%s"\n' "$WORK" "$i"
    done >"$WORK/flood.urls"
    curl -s --parallel --parallel-immediate --parallel-max 200 --max-time 60 --unix-socket "$SOCK" -X POST \
        -H 'Content-Type: application/json' --data-binary "@$WORK/flood.json" --no-progress-meter -w '%{http_code}\n' -K "$WORK/flood.urls" >"$WORK/flood.status" 2>/dev/null
    echo 200 >"$WORK/status"
    for ((i = 0; i < 200; i++)); do
        printf '%s POST /containers/create: %s\n' "$(sed -n "$((i + 1))p" "$WORK/flood.status")" "$(head -n 1 "$WORK/flood.$i" 2>/dev/null)"
    done >"$ANSWERS"
    for made in $(cat "$WORK"/flood.[0-9]* | jq -r '.Id // empty'); do
        run_container "$made"
        [ "$LEVEL" != unguarded ] || break # one shows that they could
    done
    [ "$LEVEL" = unguarded ] || [ "$(grep -c 'denied by policy' "$ANSWERS")" -eq 200 ] || count_as_reached "not all were denied"
}

road 8.14 header_of_nine_hundred_kilobytes "read write" "A header of 900 kB, whose every byte grows sixfold on its way to the gate."
header_of_nine_hundred_kilobytes() {
    { printf 'X-Large: ' && head -c 900000 /dev/zero | tr '\0' '<' && echo; } >"$WORK/header"
    send_json POST /v1.41/containers/create "$(hardened "$BIND")" -H "@$WORK/header"
    run_container "$(made)"
}

road 8.14 hundreds_of_headers "read write" "Four hundred headers."
hundreds_of_headers() {
    local i
    for ((i = 0; i < 400; i++)); do echo "X-H-$i: $i"; done >"$WORK/header"
    send_json POST /v1.41/containers/create "$(hardened "$BIND")" -H "@$WORK/header"
    run_container "$(made)"
}

road 8.14 address_of_nine_hundred_kilobytes "read write" "An address of 900 kB."
address_of_nine_hundred_kilobytes() {
    head -c 900000 /dev/zero | tr '\0' x >"$WORK/long"
    send_json POST /v1.41/containers/create "$(hardened "$BIND")" --url-query "x@$WORK/long"
    run_container "$(made)"
}

road 8.14 findings_without_end "read write" "Twenty thousand bind mounts, each a finding, for an answer that is too long."
findings_without_end() {
    { printf '{%s,"HostConfig":{%s,"Binds":["%s:/h"' "$TOP" "$HARD" "$PRIZE" && seq 20000 | sed "s#.*#,\"$PRIZE:/h&\"#" | tr -d '\n' && printf ']}}'; } >"$WORK/many.json"
    send POST /v1.41/containers/create -H 'Content-Type: application/json' --data-binary "@$WORK/many.json"
    [ "$LEVEL" != unguarded ] || send_json POST /v1.41/containers/create "$(hardened "$BIND")" # a runtime takes its time for so many
    run_container "$(made)"
}

road 8.14 audit_log_that_is_full "read write" \
    "The disk of the log is full: what changes something must be denied, also what the policy admits."
audit_log_that_is_full() {
    local log=$AUDIT tries n_created=0
    if [ "$LEVEL" != unguarded ]; then
        mkdir -p "$WORK/small" && mount -t tmpfs -o size=16k,mode=700 none "$WORK/small"
        process_stop gate
        AUDIT="$WORK/small/audit.jsonl"
        gate_start "$LEVEL_POLICY"
        head -c 65536 /dev/zero >"$WORK/small/filler" 2>/dev/null
        for ((tries = 0; tries < 30; tries++)); do # each fills the log a little more
            send_json POST /v1.41/containers/create "$(hardened '')"
            [ -n "$(made)" ] || break
            n_created=$((n_created + 1))
        done
        [ "$n_created" -eq "$(grep '"decision":"allow"' "$AUDIT" | grep -c '"container.create"')" ] ||
            count_as_reached "created, and not in the log"
    fi
    send_json POST /v1.41/containers/create "$(hardened "$BIND")"
    run_container "$(made)"
    if [ "$LEVEL" != unguarded ]; then
        process_stop gate
        AUDIT=$log
        umount "$WORK/small"
        gate_use "$LEVEL_POLICY"
        sed -i 's/denied by policy/denied with a full log by policy/; s/^201 POST/201, recorded there: POST/' "$ANSWERS"
    fi
}
