# What an update changes is judged; what the engine ignores in one is no finding.
# shellcheck shell=bash
POLICY=cis

LIMITED=(--memory 64m --cpus 1 --pids-limit 50 --health-cmd true "${HARDENED[@]}")

# limits NAME: what the engine holds of it.
limits() {
    docker_ inspect --format \
        '{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}} {{.HostConfig.OomKillDisable}}' "$1"
}

test_a_limit_is_not_lifted() {
    local body text
    for body in 'pids-limit {"PidsLimit":0}' 'pids-limit {"PIDSLIMIT":-1}' 'cpu-limit {"CpuQuota":-1}' \
        'restart-policy {"RestartPolicy":{"Name":"always"}}' 'unknown-fields {"NewPower":1}'; do
        text=$(api_json POST /v1.41/containers/nosuch/update "${body#* }")
        assert_status 403
        assert_denied "${body%% *}" "$text"
    done
    assert_denied pids-limit "$(api_json POST /containers/nosuch/update '{"PidsLimit":0}')"
}

test_what_the_engine_ignores_in_an_update_passes_and_changes_nothing() {
    docker_ create --name limited "${LIMITED[@]}" "$IMAGE" true >/dev/null || fail "not created"
    assert_equal "$(limits limited)" "67108864 50 false"
    api_json POST /v1.41/containers/limited/update '{"OomKillDisable":true}' >/dev/null
    assert_status 200
    api_json POST /v1.39/containers/limited/update '{"PidsLimit":0}' >/dev/null
    assert_status 200
    assert_equal "$(limits limited)" "67108864 50 false"
    docker_ rm limited >/dev/null
}

test_docker_update_of_a_limit_passes() {
    docker_ create --name limited "${LIMITED[@]}" "$IMAGE" true >/dev/null || fail "not created"
    docker_ update --memory 32m --memory-swap 64m --pids-limit 20 limited >/dev/null || fail "denied"
    assert_equal "$(limits limited)" "33554432 20 false"
    docker_ rm limited >/dev/null
}
