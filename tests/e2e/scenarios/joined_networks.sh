# Networks from before the gate: joined by each of their names, they are judged by their driver.
# shellcheck shell=bash
POLICY=restricted

# under POLICY COMMAND...: what was there before.
under() {
    gate_use "$1" || fail "the gate did not start with $1"
    shift
    "$@" >"$WORK/under" 2>&1 || fail "$(cat "$WORK/under")"
    gate_use "$POLICY" || fail "the gate did not start"
}

# A macvlan; a bridge stands for the card of the host.
lan_make() {
    local card
    card=$(docker_ network create card) || fail "create of a bridge"
    under permissive docker_ network create -d macvlan -o parent="br-${card:0:12}" --subnet 10.213.7.0/24 lan
    LAN=$(tail -n 1 "$WORK/under")
}

lan_remove() { docker_ network rm lan card >/dev/null || fail "rm denied"; }

# hardened_on NETWORK: the create of a container there that passes but for it.
hardened_on() {
    docker_ create --read-only --cap-drop ALL --user 1001:1001 --security-opt no-new-privileges --network "$1" "$IMAGE" true 2>&1
}

test_a_macvlan_from_before_is_joined_by_none_of_its_names() {
    local name text
    lan_make
    for name in lan "$LAN" "${LAN:0:12}" "${LAN:0:3}"; do
        text=$(hardened_on "$name") && fail "admitted by $name"
        assert_denied networks "$text"
        assert_contains "$text" 'joins the network "lan"'
        assert_contains "$text" "its containers stand in the host's own network as machines of their own"
    done
    lan_remove
}

test_a_network_that_is_not_there_is_told_before_the_engine_does() {
    local text
    text=$(hardened_on nosuch) && fail "admitted"
    assert_denied networks "$text"
    assert_contains "$text" 'joins the network "nosuch", and the engine lists no such network'
    assert_equal "$(grep -o 'lists no such network' <<<"$text" | wc -l)" 1
    docker_ create --name joiner "${HARDENED[@]}" "$IMAGE" true >/dev/null || fail "create"
    text=$(docker_ network connect nosuch joiner 2>&1) && fail "connect admitted"
    assert_denied networks "$text"
    docker_ rm joiner >/dev/null
}

# It left the one that its mode names.
test_a_running_container_whose_first_network_is_gone_is_entered() {
    local id
    docker_ network create own >/dev/null || fail "create of a bridge"
    docker_ network create second >/dev/null || fail "create of a bridge"
    id=$(docker_ create --read-only --cap-drop ALL --user 1001:1001 --security-opt no-new-privileges --network own \
        "$IMAGE" sleep 100) || fail "create"
    docker_ network connect second "$id" || fail "connect"
    docker_ start "$id" >/dev/null || fail "start"
    docker_ network disconnect own "$id" || fail "disconnect"
    docker_ network rm own >/dev/null || fail "rm"
    assert_equal "$(docker_ exec "$id" id -u 2>&1)" 1001
    docker_ rm -f "$id" >/dev/null
    docker_ network rm second >/dev/null
}

test_a_network_id_counts_whatever_the_name() {
    local body answer
    lan_make
    docker_ network create own >/dev/null || fail "create of a bridge"
    body='{"Image":"'$IMAGE'","User":"1001","HostConfig":{"ReadonlyRootfs":true,"CapDrop":["ALL"],'
    body+='"SecurityOpt":["no-new-privileges"],"NetworkMode":"own"},"NetworkingConfig":{"EndpointsConfig":{"own":{"networkid":"'${LAN:0:9}'"}}}}'
    answer=$(api POST /v1.41/containers/create -H 'Content-Type: application/json' --data "$body")
    assert_denied networks "$answer"
    docker_ network rm own >/dev/null
    lan_remove
}

# Once the bridge is removed, its name is the beginning of the other one's id.
test_a_name_that_begins_an_id_means_both() {
    local text
    lan_make
    docker_ network create "${LAN:0:6}" >/dev/null || fail "create of a bridge"
    text=$(hardened_on "${LAN:0:6}") && fail "admitted"
    assert_denied networks "$text"
    docker_ network rm "${LAN:0:6}" >/dev/null || fail "rm denied"
    lan_remove
}

test_a_container_that_joined_it_before_does_not_start() {
    local text
    lan_make
    under permissive hardened_on lan
    text=$(docker_ start -a "$(tail -n 1 "$WORK/under")" 2>&1) && fail "admitted"
    assert_denied networks "$text"
    docker_ rm "$(tail -n 1 "$WORK/under")" >/dev/null || fail "rm denied"
    docker_ create --name joiner "${HARDENED[@]}" "$IMAGE" true >/dev/null || fail "create"
    text=$(docker_ network connect lan joiner 2>&1) && fail "connect admitted"
    assert_denied networks "$text"
    docker_ rm joiner >/dev/null
    lan_remove
}

test_a_policy_may_name_it_and_bridges_are_free() {
    local text
    docker_ network create own >/dev/null || fail "create of a bridge"
    text=$(hardened_on own) || fail "a bridge: $text"
    docker_ rm "$text" >/dev/null
    assert_equal "$(docker_ run --rm --read-only --cap-drop ALL --user 1001:1001 --security-opt no-new-privileges \
        --network own "$IMAGE" id -u 2>&1)" 1001
    docker_ network rm own >/dev/null
    lan_make
    echo '{"version":1,"name":"site","extends":"restricted","rules":{"networks":{"join":["lan"]}}}' >"$WORK/site.json"
    gate_use "$WORK/site.json"
    text=$(hardened_on "${LAN:0:12}") || fail "not admitted: $text"
    assert_contains "$(docker_ start -a "$text" 2>&1; docker_ inspect -f '{{.State.Status}}' "$text")" exited
    docker_ rm "$text" >/dev/null
    gate_use baseline
    text=$(hardened_on lan) || fail "not admitted: $text"
    docker_ rm "$text" >/dev/null
    gate_use "$POLICY"
    lan_remove
}
