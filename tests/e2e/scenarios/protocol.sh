# The scenarios of moby's own authorization tests (integration/plugin/authz), and the faults of the wire.
# shellcheck shell=bash
POLICY=restricted

audit_count() { grep -c "$1" "$AUDIT"; } # lines of the log that hold $1

test_a_denial_has_status_403_and_the_exact_words() {
    local body
    body=$(api_json POST /v1.41/containers/create '{"Image":"x","HostConfig":{"Privileged":true}}')
    assert_status 403
    assert_contains "$body" "authorization denied by plugin $PLUGIN: denied by policy restricted: privileged, "
}

test_one_record_for_each_request_reads_with_audit_reads() {
    local before
    process_stop gate
    gate_start restricted --audit-reads || fail "the gate did not start"
    before=$(audit_count '"operation":"system.version"')
    api GET /v1.41/version >/dev/null
    assert_equal "$(audit_count '"operation":"system.version"')" "$((before + 1))"
    process_stop gate
}

test_reads_are_not_recorded_without_audit_reads() {
    local before
    before=$(wc -l <"$AUDIT")
    api GET /v1.41/version >/dev/null
    assert_equal "$(wc -l <"$AUDIT")" "$before"
}

test_a_denial_and_an_allowed_change_of_state_stand_in_the_log() {
    local text id
    text=$(docker_ create --name logged "${HARDENED[@]}" "$IMAGE" true 2>&1) || fail "$text"
    assert_equal "$(tail -n 1 "$AUDIT" | jq -r '"\(.decision) \(.operation) \(.object.image)"')" \
        "allow container.create $IMAGE"
    docker_ rm logged >/dev/null
    text=$(docker_ create "${HARDENED[@]}" --privileged "$IMAGE" true 2>&1)
    id=$(printf '%s\n' "$text" | sed -n 's/.*\[\([0-9a-f]\{8\}\)\]$/\1/p' | head -n 1)
    assert_equal "$(tail -n 1 "$AUDIT" | jq -r '"\(.id) \(.decision) \(.findings[0].rule)"')" \
        "$id deny privileged"
    assert_equal "$(stat -c %a "$AUDIT")" 600
}

test_environment_values_stand_neither_in_the_message_nor_in_the_log() {
    local text
    text=$(docker_ run --rm --privileged -e TOKEN=hunter2secret "$IMAGE" true 2>&1)
    assert_contains "$text" "-e TOKEN"
    assert_lacks "$text" hunter2secret
    assert_equal "$(audit_count hunter2secret)" 0
}

test_the_events_stream_keeps_flowing_while_containers_start() {
    api GET "/v1.41/events?until=$(($(date +%s) + 4))" >"$WORK/events" &
    local reader=$!
    docker_ run --rm "${HARDENED[@]}" --name streamed "$IMAGE" true >/dev/null 2>&1
    wait "$reader"
    assert_contains "$(cat "$WORK/events")" '"Action":"start"'
}

test_a_plugin_named_twice_is_called_once() {
    local before text
    engine_start twice "{\"authorization-plugins\": [\"$PLUGIN\", \"$PLUGIN\"]}" || fail "no engine"
    before=$(wc -l <"$AUDIT")
    text=$(curl -s --unix-socket "$WORK/twice/docker.sock" -X POST -H 'Content-Type: application/json' \
        --data '{"Image":"x","HostConfig":{"Privileged":true}}' http://engine/containers/create)
    assert_contains "$text" "denied by policy"
    assert_equal "$(wc -l <"$AUDIT")" "$((before + 1))"
    process_stop twice
}

test_a_missing_plugin_keeps_the_engine_from_starting() {
    engine_start missing '{"authorization-plugins": ["qwtest-not-there"]}' && fail "it started"
    process_stop missing
    assert_contains "$(cat "$WORK/missing/log")" "failed to validate authorization plugin"
}

test_the_engine_keeps_the_plugin_over_its_own_reload() {
    kill -HUP "${PIDS[main]}"
    for _ in $(seq 50); do
        grep -q 'Got signal to reload\|Reloaded configuration' "$WORK/main/log" && break
        sleep 0.1
    done
    assert_contains "$(docker_ run --rm --privileged "$IMAGE" true 2>&1)" "denied by policy"
}

test_a_restart_of_the_gate_goes_unnoticed() {
    process_stop gate
    assert_equal "$PIDS_STATUS" 0
    gate_start restricted || fail "the gate did not start again"
    assert_equal "$(docker_ run --rm "${HARDENED[@]}" "$IMAGE" echo hello 2>&1)" hello
}

test_a_killed_gate_leaves_nothing_open_and_comes_back() {
    local body
    process_stop gate KILL
    body=$(api_json POST /v1.41/containers/create '{"Image":"x","HostConfig":{"Privileged":true}}')
    assert_status 500
    assert_contains "$body" "plugin $PLUGIN failed with error"
    gate_start restricted || fail "a stale socket was not replaced"
    assert_equal "$(docker_ run --rm "${HARDENED[@]}" "$IMAGE" echo hello 2>&1)" hello
}

# README, "The way back in": the name taken out of daemon.json, and a reload, with the gate dead.
test_the_way_back_in_works_while_the_gate_is_dead() {
    local code
    engine_start wayback "{\"authorization-plugins\": [\"$PLUGIN\"]}" || fail "no engine"
    process_stop gate KILL
    echo '{}' >"$WORK/wayback/daemon.json"
    kill -HUP "${PIDS[wayback]}"
    for _ in $(seq 100); do
        code=$(curl -s -o /dev/null -w '%{http_code}' --max-time 1 --unix-socket "$WORK/wayback/docker.sock" \
            http://engine/v1.41/containers/json)
        [ "$code" != 200 ] || break
        sleep 0.1
    done
    assert_equal "$code" 200
    process_stop wayback
    gate_start restricted || fail "the gate did not start again"
}

test_a_second_gate_on_a_live_socket_is_refused() {
    local text
    text=$("$QW_BIN" serve --socket "$PLUGIN_SOCKET" --audit "$AUDIT.2" 2>&1)
    assert_equal "$?" 3
    assert_equal "$(printf '%s\n' "$text" | wc -l)" 1
}

# dockerd repeats a call whose connection dropped, with an empty body (engine.md 1.3).
test_the_empty_retry_after_a_dropped_connection_is_denied() {
    local body proxy="/run/docker/plugins/$PLUGIN-drop.sock"
    python3 "$here/drop_proxy.py" "$proxy" "$PLUGIN_SOCKET" "$WORK/drop.ready" >"$WORK/drop.log" 2>&1 &
    PIDS[proxy]=$!
    for _ in $(seq 100); do [ -e "$WORK/drop.ready" ] && break || sleep 0.05; done
    engine_start drop "{\"authorization-plugins\": [\"$PLUGIN-drop\"]}" || fail "no engine"
    body=$(curl -s --unix-socket "$WORK/drop/docker.sock" -X POST -H 'Content-Type: application/json' \
        --data '{"Image":"x","HostConfig":{"Privileged":true}}' http://engine/containers/create)
    assert_contains "$(cat "$WORK/drop.log")" "dropped one call, then an empty one came"
    assert_contains "$body" "authorization denied by plugin $PLUGIN-drop: denied by policy restricted: malformed-envelope"
    process_stop drop
    process_stop proxy
    rm -f "$proxy"
}

test_a_hundred_requests_at_once_are_all_answered_rightly() {
    local i denied allowed clients=()
    for i in $(seq 50); do
        curl -s -o "$WORK/many.$i" --max-time 60 --unix-socket "$SOCK" -X POST \
            -H 'Content-Type: application/json' --data '{"Image":"x","HostConfig":{"Privileged":true}}' \
            http://engine/v1.41/containers/create &
        clients+=($!)
        curl -s -o "$WORK/many.ok.$i" --max-time 60 --unix-socket "$SOCK" \
            http://engine/v1.41/containers/json &
        clients+=($!)
    done
    wait "${clients[@]}"
    denied=$(grep -l 'denied by policy restricted: privileged' "$WORK"/many.[0-9]* | wc -l)
    allowed=$(grep -lx '\[\]' "$WORK"/many.ok.* | wc -l)
    assert_equal "$denied $allowed" "50 50"
}

# hup_gate: returns when the gate says that it has its log open again.
hup_gate() {
    local before
    before=$(grep -c reopened "$WORK/gate.log")
    kill -HUP "${PIDS[gate]}"
    for _ in $(seq 100); do
        [ "$(grep -c reopened "$WORK/gate.log")" -gt "$before" ] && return
        sleep 0.05
    done
    fail "the gate did not open its log again"
}

test_hup_reopens_the_log_so_that_logrotate_works() {
    mv "$AUDIT" "$AUDIT.1"
    hup_gate
    api_json POST /v1.41/containers/create '{"Image":"x","HostConfig":{"Privileged":true}}' >/dev/null
    assert_equal "$(wc -l <"$AUDIT")" 1
    assert_equal "$(stat -c %a "$AUDIT")" 600
    cat "$AUDIT" >>"$AUDIT.1" && mv "$AUDIT.1" "$AUDIT" && hup_gate
}

test_a_tls_caller_is_named_in_the_log() {
    local tls="$WORK/tls" port=$((20000 + $$ % 20000)) dn
    mkdir -p "$tls"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=qw-ca -keyout "$tls/ca.key" \
        -out "$tls/ca.pem" 2>/dev/null
    for dn in server alice; do
        openssl req -newkey rsa:2048 -nodes -subj "/CN=$dn" -keyout "$tls/$dn.key" -out "$tls/$dn.csr" 2>/dev/null
        printf 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n' >"$tls/ext"
        openssl x509 -req -in "$tls/$dn.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 2 \
            -extfile "$tls/ext" -out "$tls/$dn.pem" 2>/dev/null
    done
    engine_start tls "{\"authorization-plugins\": [\"$PLUGIN\"]}" -H "tcp://127.0.0.1:$port" --tlsverify \
        --tlscacert "$tls/ca.pem" --tlscert "$tls/server.pem" --tlskey "$tls/server.key" || fail "no engine"
    curl -s -o "$WORK/tls.out" --cacert "$tls/ca.pem" --cert "$tls/alice.pem" --key "$tls/alice.key" -X POST \
        -H 'Content-Type: application/json' --data '{"Image":"x","HostConfig":{"Privileged":true}}' \
        "https://127.0.0.1:$port/containers/create"
    assert_contains "$(cat "$WORK/tls.out")" "denied by policy"
    assert_equal "$(tail -n 1 "$AUDIT" | jq -c '.user | [.name, .method]')" '["alice","TLS"]'
    process_stop tls
}
