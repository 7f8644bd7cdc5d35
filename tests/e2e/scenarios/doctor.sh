# `quaywarden doctor` is right about this host, each time something is wrong with it.
# shellcheck shell=bash
POLICY=restricted

# Debian's packages carry fixes under an old version; the policy says so.
doctor_policy() {
    printf '%s\n' '{"version": 1, "extends": "restricted", "engine": {"fixed": ["GHSA-vp62-88p7-qqf5", "CVE-2025-31133"]}}' >"$WORK/doctor.json"
    printf %s "$WORK/doctor.json"
}

# doctor [OPTION...]: leaves the findings in $WORK/findings as CHECK STATE lines; the code in CODE.
# The machine's own containerd is no part of the test.
doctor() {
    CODE=0
    "$QW_BIN" doctor --json --plugin "$PLUGIN" --policy "$(doctor_policy)" --engine "unix:$SOCK" "$@" \
        >"$WORK/doctor.out" || CODE=$?
    jq -r '.findings[] | .check + " " + .state' "$WORK/doctor.out" >"$WORK/findings"
}

# assert_found CHECK STATE
assert_found() { assert_contains "$(cat "$WORK/findings")" "$1 $2"; }

test_a_correct_host_is_well() {
    doctor
    assert_equal "$CODE" 0
    assert_lacks "$(cat "$WORK/findings")" wrong
    assert_lacks "$(cat "$WORK/findings")" cannot-tell
    for check in daemon-json in-use answers plugin-canary engine-canary docker-socket containerd-socket engine runtime; do
        assert_found "$check" ok
    done
    assert_equal "$(docker_ ps -aq --filter name=canary)" ""
}

test_the_page_says_so_too() {
    local page
    page=$("$QW_BIN" doctor --plugin "$PLUGIN" --policy "$(doctor_policy)" --engine "unix:$SOCK")
    assert_equal "$?" 0
    assert_contains "$page" "All is well: 0 wrong"
}

test_a_hole_that_nobody_fixed_is_wrong() {
    doctor --policy restricted
    case $ENGINE in
    20.10) assert_equal "$CODE" 0 ;;
    *) assert_equal "$CODE" 1 && assert_found holes wrong ;;
    esac
}

# Debian 12 has runc 1.1.5; what its changelog says of it nobody reads here.
test_an_old_runc_is_wrong_where_the_policy_lets_mounts_reach_it() {
    doctor --policy restricted
    assert_found runtime note
    assert_contains "$(cat "$WORK/doctor.out")" "runc $(runc --version | sed -n 's/^runc version //p'): CVE-2025-31133: "
    doctor --policy baseline
    assert_equal "$CODE" 1
    assert_found runtime wrong
}

test_a_group_writable_containerd_socket_is_wrong() {
    local socket="$WORK/main/exec/containerd/containerd.sock"
    chgrp 1 "$socket"
    chmod 660 "$socket"
    doctor
    chgrp 0 "$socket"
    assert_equal "$CODE" 1
    assert_found containerd-socket wrong
    assert_equal "$(grep -c wrong "$WORK/findings")" 1
}

test_a_world_writable_docker_socket_is_wrong() {
    chmod 666 "$SOCK"
    doctor
    chmod 660 "$SOCK"
    assert_equal "$CODE" 1
    assert_found docker-socket wrong
}

test_a_plugin_that_only_records_is_wrong() {
    gate_use permissive
    doctor
    assert_equal "$CODE" 1
    assert_found plugin-canary wrong
    assert_found engine-canary wrong
}

test_a_stopped_plugin_is_wrong() {
    process_stop gate
    doctor
    assert_equal "$CODE" 1
    assert_found answers wrong
    assert_found plugin-canary wrong
    assert_found daemon-json ok
    gate_start "$POLICY"
}

test_a_plugin_set_by_flag_is_wrong() {
    engine_start flag '{}' --authorization-plugin "$PLUGIN" || fail "no engine"
    doctor --engine "unix:$WORK/flag/docker.sock"
    assert_equal "$CODE" 1
    assert_found daemon-json wrong
    assert_found in-use ok
    assert_found engine-canary ok
    process_stop flag
}

test_an_open_listener_is_wrong() {
    engine_start open "{\"authorization-plugins\": [\"$PLUGIN\"]}" -H "tcp://127.0.0.1:$((20000 + $$ % 10000))" --tls=false || fail "no engine"
    doctor --engine "unix:$WORK/open/docker.sock"
    process_stop open
    assert_equal "$CODE" 1
    assert_found listeners wrong
}

test_no_engine_is_wrong() {
    doctor --engine none
    assert_equal "$CODE" 1
    assert_found engine wrong
}

test_wrong_usage_is_two() {
    "$QW_BIN" doctor --engine tcp://127.0.0.1 2>/dev/null
    assert_equal "$?" 2
}
