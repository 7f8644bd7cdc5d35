# Requests that wait for an answer of the engine, which never comes: asked at the plugin's socket itself.
# shellcheck shell=bash
POLICY=restricted
N_WAITING=40 # more than there are workers

# ask_plugin METHOD URI BODY: what the plugin answers to that request.
ask_plugin() {
    jq -cn --arg method "$1" --arg uri "$2" --arg body "$(printf %s "$3" | base64 -w 0)" --arg length "${#3}" \
        '{RequestMethod: $method, RequestUri: $uri, RequestHeaders: {"Content-Type": "application/json", "Content-Length": $length}} +
         (if $body == "" then {} else {RequestBody: $body} end)' |
        curl -s --max-time 60 --unix-socket "$PLUGIN_SOCKET" --data-binary @- http://plugin/AuthZPlugin.AuthZReq
}

# The gate asks an engine that does not answer; N_WAITING creates wait for it, their answers in $WORK/waiting.N.
begin_waiting() {
    local i body='{"Image":"x","HostConfig":{"ReadonlyRootfs":true,"CapDrop":["ALL"],"SecurityOpt":["no-new-privileges"]}}'
    rm -f "$WORK"/waiting.* "$WORK/silent.sock" "$WORK/silent.ready" && mkfifo "$WORK/silent.ready"
    python3 "$here/silent_engine.py" "$WORK/silent.sock" >"$WORK/silent.ready" &
    PIDS[silent]=$!
    head -n 1 "$WORK/silent.ready" >/dev/null
    process_stop gate
    gate_start restricted --engine "unix:$WORK/silent.sock" || fail "the gate did not start"
    WAITING=()
    for ((i = 0; i < N_WAITING; i++)); do
        { ask_plugin POST /v1.41/containers/create "$body" >"$WORK/waiting.part.$i" &&
            mv "$WORK/waiting.part.$i" "$WORK/waiting.$i"; } &
        WAITING+=($!)
    done
}

end_waiting() {
    wait "${WAITING[@]}"
    process_stop silent
    process_stop gate
    GATE_POLICY=""
}

answered() { find "$WORK" -maxdepth 1 -name 'waiting.[0-9]*' | wc -l; }

test_who_waits_for_the_engine_holds_up_nobody_else() {
    local answer before
    before=$(grep -c '"operation":"container.create"' "$AUDIT")
    begin_waiting
    answer=$(ask_plugin GET /_ping "")
    assert_equal "$answer" '{"Allow":true}'
    answer=$(ask_plugin POST /v1.41/containers/x/stop "")
    assert_equal "$answer" '{"Allow":true}'
    [ "$(answered)" -lt "$N_WAITING" ] || fail "nobody waited"
    end_waiting
    assert_equal "$(answered)" "$N_WAITING"
    assert_equal "$(grep -l 'the engine did not answer within 2 s' "$WORK"/waiting.[0-9]* | wc -l)" "$N_WAITING"
    assert_equal "$(grep -c '"operation":"container.create"' "$AUDIT")" "$((before + N_WAITING))"
}

test_stopping_answers_everybody_who_waits() {
    local answer
    begin_waiting
    answer=$(ask_plugin GET /_ping "")
    assert_equal "$answer" '{"Allow":true}'
    process_stop gate
    end_waiting
    assert_equal "$(grep -l '"Allow":true' "$WORK"/waiting.[0-9]* 2>/dev/null | wc -l)" 0
    assert_equal "$(grep -l '"Allow":false' "$WORK"/waiting.[0-9]* | wc -l)" "$(answered)"
    [ "$(answered)" -gt 0 ] || fail "nobody was answered"
}
