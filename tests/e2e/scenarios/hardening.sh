# What the hardening guide asks for: each omission alone is denied, and what the denial proposes passes.
# shellcheck shell=bash
POLICY=restricted

# denied_alone RULE ARG...: the hardened run with ARG added (or left out) is denied by RULE alone, and the
# command of the `passes:` line, run as it stands, is admitted.
denied_alone() {
    local rule=$1 text command
    shift
    text=$(docker_ "$@" 2>&1) && fail "admitted: docker $*"
    assert_denied "$rule" "$text"
    command=$(printf '%s\n' "$text" | sed -n 's/^ *passes: //p')
    [ -n "$command" ] || fail "no passes: line in: $text"
    printf '#!/bin/sh\nexec "%s" -H "unix://%s" "$@"\n' "$CLIENT" "$SOCK" >"$WORK/bin/docker"
    PATH="$WORK/bin:$ENGINE_PATH" sh -c "$command" >"$WORK/passes.out" 2>&1 ||
        fail "the proposed command failed: $command" "$(cat "$WORK/passes.out")"
}
mkdir -p "$WORK/bin"
touch "$WORK/bin/docker" && chmod +x "$WORK/bin/docker"

test_privileged_is_denied() { denied_alone privileged run --rm "${HARDENED[@]}" --privileged "$IMAGE" true; }
test_pid_host_is_denied() { denied_alone host-namespaces run --rm "${HARDENED[@]}" --pid=host "$IMAGE" true; }
test_ipc_host_is_denied() { denied_alone host-namespaces run --rm "${HARDENED[@]}" --ipc=host "$IMAGE" true; }
test_network_host_is_denied() {
    denied_alone host-namespaces run --rm --read-only --cap-drop ALL --user 1001:1001 \
        --security-opt no-new-privileges --network=host "$IMAGE" true
}
test_root_bind_is_denied() {
    local text
    text=$(docker_ run --rm "${HARDENED[@]}" -v /:/host "$IMAGE" true 2>&1) && fail "admitted"
    assert_contains "$text" "bind-mounts"
    assert_contains "$text" 'HostConfig.Binds[0] mounts "/" of the host'
    denied_alone "bind-mounts, engine-sockets" run --rm "${HARDENED[@]}" -v /:/host "$IMAGE" true
}
test_root_user_is_denied() {
    denied_alone root-user run --rm --read-only --cap-drop ALL --security-opt no-new-privileges \
        --network none --user 0:1001 "$IMAGE" true
}
test_nobody_naming_a_user_is_denied() {
    denied_alone root-user run --rm --read-only --cap-drop ALL --security-opt no-new-privileges \
        --network none "$ROOT_IMAGE" true
}
test_writable_rootfs_is_denied() {
    denied_alone writable-rootfs run --rm --cap-drop ALL --user 1001:1001 \
        --security-opt no-new-privileges --network none "$IMAGE" true
}
test_missing_cap_drop_is_denied() {
    denied_alone capabilities run --rm --read-only --user 1001:1001 \
        --security-opt no-new-privileges --network none "$IMAGE" true
}
test_missing_no_new_privileges_is_denied() {
    denied_alone no-new-privileges run --rm --read-only --cap-drop ALL --user 1001:1001 \
        --network none "$IMAGE" true
}

test_all_findings_come_at_once() {
    local text rule
    text=$(docker_ run --rm --network none --privileged -v /:/host "$ROOT_IMAGE" true 2>&1) && fail "admitted"
    for rule in privileged root-user writable-rootfs capabilities no-new-privileges bind-mounts; do
        assert_contains "$text" "
  $rule "
    done
}

test_the_guides_command_runs() {
    local out
    out=$(docker_ run --rm --read-only --cap-drop ALL --cap-add NET_BIND_SERVICE --tmpfs /tmp \
        --security-opt no-new-privileges "$IMAGE" id -u 2>&1) || fail "$out"
    assert_equal "$out" 1001
}

test_nothing_that_was_denied_exists() {
    docker_ create --name ghost --privileged "$IMAGE" true >/dev/null 2>&1
    assert_equal "$(docker_ ps -aq --filter name=ghost)" ""
}
