# What happens in a container that runs already.
# shellcheck shell=bash
POLICY=restricted

with_container() { # with_container NAME: an admitted container that sleeps
    docker_ run -d --name "$1" "${HARDENED[@]}" "$IMAGE" sleep 300 >/dev/null 2>&1 || fail "not admitted"
}

test_exec_without_a_wish_runs_as_the_containers_user() {
    with_container plain
    assert_equal "$(docker_ exec plain id -u 2>&1)" 1001
    docker_ rm -f plain >/dev/null
}

test_exec_privileged_and_exec_as_root_are_denied() {
    local text
    with_container target
    text=$(docker_ exec --privileged target id 2>&1) && fail "admitted"
    assert_denied privileged "$text"
    for user in 0 root 00 +0 :5 0:1001; do
        text=$(docker_ exec -u "$user" target id 2>&1) && fail "admitted as $user"
        assert_denied root-user "$text"
    done
    assert_equal "$(docker_ exec -u 1002:1002 target id -u 2>&1)" 1002
    docker_ rm -f target >/dev/null
}

test_logs_stop_restart_and_removal_pass() {
    with_container daily
    docker_ logs daily >/dev/null 2>&1 || fail "logs denied"
    docker_ restart -t 0 daily >/dev/null 2>&1 || fail "restart denied"
    docker_ stop -t 0 daily >/dev/null 2>&1 || fail "stop denied"
    docker_ start daily >/dev/null 2>&1 || fail "start denied"
    docker_ kill daily >/dev/null 2>&1 || fail "kill denied"
    docker_ rm daily >/dev/null 2>&1 || fail "removal denied"
}

test_ordinary_volumes_and_their_misuse() {
    local text
    docker_ volume create data >/dev/null 2>&1 || fail "an ordinary volume was denied"
    text=$(docker_ run --rm "${HARDENED[@]}" -v data:/data "$IMAGE" ls /data 2>&1) || fail "$text"
    docker_ volume rm data >/dev/null
    text=$(docker_ volume create -o type=none -o o=bind -o device=/ evil 2>&1) && fail "admitted"
    assert_contains "$text" "denied by policy restricted: bind-mounts"
    text=$(docker_ run --rm "${HARDENED[@]}" --mount \
        type=volume,dst=/h,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/ "$IMAGE" ls /h 2>&1) && fail "admitted"
    assert_contains "$text" "denied by policy restricted: bind-mounts"
}
