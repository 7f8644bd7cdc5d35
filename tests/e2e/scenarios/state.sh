# What changed between two questions, or since the container was made: the engine's record counts.
# shellcheck shell=bash
POLICY=restricted

# Files of the host that anybody may read, so that the gate alone is in the way.
STATE_FOLDER="$WORK/of-the-host"
mkdir -p "$STATE_FOLDER" && echo of-the-host >"$STATE_FOLDER/file" && chmod 711 "$WORK"

# heir NAME GIVER: a hardened container that takes over the mounts of GIVER, made while nothing is denied.
heir() {
    gate_use permissive
    docker_ create --name "$2" -v "$STATE_FOLDER:/h" --network none "$ROOT_IMAGE" true >/dev/null || fail "no $2"
    docker_ create --name "$1" --volumes-from "$2" "${HARDENED[@]}" "$IMAGE" cat /h/file >/dev/null || fail "no $1"
    assert_equal "$(docker_ start -a "$1")" of-the-host # the control
    gate_use restricted
}

test_mounts_taken_over_stay_when_their_giver_is_gone() {
    heir heir1 giver1
    assert_denied bind-mounts "$(docker_ start -a heir1 2>&1)"
    assert_contains "$(docker_ start -a heir1 2>&1)" "create it anew without --volumes-from"
    docker_ rm giver1 >/dev/null
    assert_denied bind-mounts "$(docker_ start -a heir1 2>&1)"
}

test_mounts_taken_over_stay_when_another_has_their_givers_name() {
    heir heir2 giver2
    docker_ rename giver2 former2
    docker_ create --name giver2 "${HARDENED[@]}" "$IMAGE" true >/dev/null || fail "no giver2"
    assert_denied bind-mounts "$(docker_ start -a heir2 2>&1)"
}

test_mounts_of_a_clean_container_are_taken_over() {
    docker_ create --name giver3 -v volume3:/h "${HARDENED[@]}" "$IMAGE" true >/dev/null || fail "no giver3"
    assert_equal "$(docker_ run --rm --volumes-from giver3 "${HARDENED[@]}" "$IMAGE" echo runs 2>&1)" runs
}

# Every caller may give a container gid 0.
test_a_folder_that_gid_0_may_change_leads_nowhere() {
    local text folder
    folder=$(mktemp -d /srv/qw-e2e.XXXXXX)
    mkdir "$folder/place" && chown 1005 "$folder/place" && chmod 775 "$folder"
    printf '{"version":1,"name":"site","extends":"restricted","rules":{"bind-mounts":{"allow":[{"path":"%s","access":"rw"}]}}}' \
        "$folder" >"$WORK/site.json"
    gate_use "$WORK/site.json" || fail "the gate did not start: $(tail -n 1 "$WORK/gate.log")"
    text=$(docker_ run --rm "${HARDENED[@]}" --user 1005:0 -v "$folder:/m" "$IMAGE" \
        sh -c 'busybox mv /m/place /m/moved && busybox mv /m/moved /m/place && echo moved' 2>&1)
    assert_equal "$text" moved # the control: it could have put a link there
    text=$(docker_ create "${HARDENED[@]}" -v "$folder/place:/m" "$IMAGE" true 2>&1)
    assert_contains "$text" "denied by policy site: bind-mounts ["
    assert_contains "$text" "could be replaced by others than root"
    gate_use restricted
    rm -rf "$folder"
}

# The engine asks ps(1) for every process of the host, and takes what stands under PID for its number.
test_top_shows_processes_of_the_container_alone() {
    local id pid text args
    id=$(docker_ run -d "${HARDENED[@]}" "$IMAGE" sleep 100)
    pid=$(docker_ inspect -f '{{.State.Pid}}' "$id")
    setpriv --reuid "$pid" --clear-groups sleep 60 & # of the host; its uid is the container's number
    PIDS[victim]=$!
    until grep -q "^Uid:[[:space:]]*$pid" "/proc/${PIDS[victim]}/status"; do sleep 0.05; done
    text=$(ps -eouid=PID,pid,args f | awk -v pid="$pid" '$1 == pid { print $2 }')
    assert_contains "$text" "${PIDS[victim]}" # the control: the engine would show it
    # lstart has five words under one title: behind it the engine counts wrong.
    text=$(ps -eo lstart,uid,gid,nlwp,ni,pid,args f | awk -v pid="$pid" '$6 == pid { print $10 }')
    assert_contains "$text" "${PIDS[victim]}" # the control
    for args in -eouid=PID,pid,args%20f -eo%20lstart,uid,gid,nlwp,ni,pid,args%20f; do
        text=$(api GET "/containers/$id/top?ps_args=$args")
        assert_status 403
        assert_contains "$text" "denied by policy restricted: ambiguous-uri"
    done
    assert_contains "$(api GET "/containers/$id/top?ps_args=-eo%20pid,args")" '"sleep 100"'
    process_stop victim
    docker_ rm -f "$id" >/dev/null
}
