# Rename between look and use: the plugin's answer to a start by name is kept back, and meanwhile the name is
# given to a container that the rules do not admit.
# shellcheck shell=bash
POLICY=restricted
START=/v1.41/containers/web/start
RENAME='/v1.41/containers/evil/rename?name=web'

# begin_race [FREE-URI]: a start of "web" was looked at and allowed, and the engine has not heard of it yet.
# "evil" is there, which mounts the host's /etc as root.  What comes to FREE-URI passes the plugin unasked.
begin_race() {
    local proxy="/run/docker/plugins/$PLUGIN-hold.sock"
    rm -f "$WORK/hold.held" "$WORK/hold.release" "$WORK/hold.ready" && mkfifo "$WORK/hold.ready"
    python3 "$here/holding_proxy.py" "$proxy" "$PLUGIN_SOCKET" "$START" "$WORK/hold.held" "$WORK/hold.release" \
        "$@" >"$WORK/hold.ready" &
    PIDS[hold]=$!
    head -n 1 "$WORK/hold.ready" >/dev/null
    process_stop gate
    gate_start permissive || fail "the gate did not start"
    engine_start race "{\"authorization-plugins\": [\"$PLUGIN-hold\"]}" || fail "no engine"
    tar -C "$WORK/image" -c . | docker_ import --change 'USER 1001' - "$IMAGE" >/dev/null || fail "no image"
    docker_ create --name evil -u 0 --network none -v /etc:/host "$IMAGE" sleep 300 >/dev/null || fail "no evil"
    process_stop gate
    gate_start restricted || fail "the gate did not start"
    docker_ create --name web "${HARDENED[@]}" "$IMAGE" sleep 300 >/dev/null || fail "no web"
    curl -s --max-time 60 --unix-socket "$SOCK" -X POST -H 'Content-Length: 0' -o "$WORK/race.body" -w '%{http_code}' \
        "http://engine$START" >"$WORK/race.status" &
    RACER=$!
    for _ in $(seq 200); do [ -e "$WORK/hold.held" ] && break || sleep 0.05; done
    [ -e "$WORK/hold.held" ] || fail "the start was not allowed: $(cat "$WORK/race.body")"
    docker_ rename web gone || fail "nobody may rename"
}

# The engine hears the answer.
let_go() {
    : >"$WORK/hold.release"
    wait "$RACER"
}

end_race() {
    docker_ rm -f evil web gone >/dev/null 2>&1
    process_stop race
    process_stop hold
    process_stop gate
    GATE_POLICY=""
    rm -rf "/run/docker/plugins/$PLUGIN-hold.sock" "$WORK/race"
}

# Whether NAME runs, and as whom; "" when there is none of that name.
running() { docker_ inspect --format '{{.State.Running}} {{.Config.User}}' "$1" 2>/dev/null; }

test_a_name_is_not_given_away_between_the_look_and_the_start() {
    local SOCK="$WORK/race/docker.sock" text
    begin_race
    text=$(api POST "$RENAME" -H 'Content-Length: 0')
    assert_status 403
    assert_contains "$text" "denied by policy restricted: name-moves"
    text=$(docker_ create --name web "${HARDENED[@]}" "$IMAGE" sleep 300 2>&1) && fail "a create took the name"
    assert_contains "$text" "denied by policy restricted: name-moves"
    let_go
    assert_equal "$(cat "$WORK/race.status")" 404
    assert_equal "$(running evil)" "false 0"
    # Nobody relies on the name any more.
    docker_ rename evil web || fail "the rename stays denied"
    text=$(docker_ start web 2>&1) && fail "evil was started"
    assert_contains "$text" "denied by policy restricted: root-user"
    end_race
}

# The control: where the rename passes the plugin unasked, the start that was allowed starts the other container.
test_without_the_interlock_the_name_would_have_started_another() {
    local SOCK="$WORK/race/docker.sock"
    begin_race "$RENAME"
    api POST "$RENAME" -H 'Content-Length: 0' >/dev/null
    assert_status 204
    let_go
    assert_equal "$(cat "$WORK/race.status")" 204
    assert_equal "$(running web)" "true 0"
    end_race
}
