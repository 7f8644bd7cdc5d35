# `quaywarden check` says what the daemon says, word for word.
# shellcheck shell=bash
POLICY=restricted

# The id of a decision is the daemon's alone.
without_id() { sed 's/ \[[0-9a-z]*\]//; s/ | for your operator: .*//; /^  more: for your operator: /d'; }

test_check_and_the_daemon_agree_to_the_letter() {
    local body
    printf '%s\n' '{"Image":"x","HostConfig":{"Privileged":true,"Binds":["/:/h","/etc:/e:ro"]}}' \
        '{"Image":"x","User":"root","HostConfig":{"PidMode":"host","CapAdd":["ALL"]}}' \
        '{"Image":"x","Env":["A=secret"],"HostConfig":{"SecurityOpt":["seccomp=unconfined"]}}' \
        '{"Image":"x","HostConfig":{"Privileged":true,"privileged":false}}' \
        '{"Image":"x","HostConfig":{"Memory":1.5}}' '{"Image":' >"$WORK/bodies"
    while read -r body; do
        api_json POST /v1.41/containers/create "$body" | jq -r .message |
            sed "s/^authorization denied by plugin $PLUGIN: //" | without_id >"$WORK/said"
        # A broken body is no create body for `check`; dockerd's envelope around it is.
        jq -cn --arg body "$(printf %s "$body" | base64 -w 0)" --arg length "${#body}" '{RequestMethod: "POST",
            RequestUri: "/v1.41/containers/create", RequestBody: $body,
            RequestHeaders: {"Content-Type": "application/json", "Content-Length": $length}}' |
            "$QW_BIN" check --engine "unix:$SOCK" - | without_id >"$WORK/checked"
        cmp -s "$WORK/said" "$WORK/checked" || fail "$(diff "$WORK/said" "$WORK/checked")"
        [ -s "$WORK/said" ] || fail "nothing was said about $body"
    done <"$WORK/bodies"
}

test_check_of_a_body_agrees_too() {
    local body='{"Image":"x","HostConfig":{"Privileged":true}}'
    api_json POST /v1.41/containers/create "$body" | jq -r .message |
        sed "s/^authorization denied by plugin $PLUGIN: //" | without_id >"$WORK/said"
    printf %s "$body" | "$QW_BIN" check --engine "unix:$SOCK" | without_id >"$WORK/checked"
    cmp -s "$WORK/said" "$WORK/checked" || fail "$(diff "$WORK/said" "$WORK/checked")"
}

# On cgroup v1 the engine writes the cgroup namespace `host` into what it inspects, hence --cgroupns.
test_check_reads_docker_inspect() {
    local text
    docker_ create --name inspected --cgroupns private "${HARDENED[@]}" "$IMAGE" true >/dev/null 2>&1 || fail "not admitted"
    docker_ inspect inspected >"$WORK/inspect.json"
    text=$("$QW_BIN" check --engine "unix:$SOCK" "$WORK/inspect.json")
    assert_equal "$?" 0
    assert_contains "$text" "allowed by policy restricted"
    docker_ rm inspected >/dev/null
}
