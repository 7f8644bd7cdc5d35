# Something changes between what the gate sees and what the engine uses.  Each race has $TRIES tries.
# shellcheck shell=bash

# swap_names NAME ID ID: begins to rename; PIDS[swap] is to be stopped.
swap_names() {
    python3 "$redteam/swap.py" "$SOCK" "$@" 2>/dev/null &
    PIDS[swap]=$!
}

road 8.12 rename_while_starting "read write" \
    "A hardened container and somebody's old one change names all the time, while that name is started."
rename_while_starting() {
    local tries good bad
    before_the_gate others_payload other
    bad=$(api GET /v1.41/containers/other/json | jq -r .Id)
    send_json POST '/v1.41/containers/create?name=mine' "$(hardened '')"
    good=$(made)
    swap_names mine "$good" "$bad"
    for ((tries = 0; tries < TRIES; tries++)); do
        send_empty POST /v1.41/containers/mine/start
        seen_write && break
    done
    process_stop swap
    read_container "$bad"
}

road 8.12 rename_while_entering "read write" \
    "The same two, while a command is made in what has that name."
rename_while_entering() {
    local tries good bad
    before_the_gate others_running other
    bad=$(api GET /v1.41/containers/other/json | jq -r .Id)
    sleeper
    good=$ID
    swap_names mine "$good" "$bad"
    for ((tries = 0; tries < TRIES; tries++)); do
        send_json POST /v1.41/containers/mine/exec "{\"AttachStdout\":true,\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"]}"
        [ "$(status)" != 201 ] || send_json POST "/v1.41/exec/$(made)/start" '{}'
        seen_write && break
    done
    process_stop swap
}

road 8.12 rename_while_copying_out "read" "The same two, while a file is copied out of what has that name."
rename_while_copying_out() {
    local tries good bad
    before_the_gate others_container other
    bad=$(api GET /v1.41/containers/other/json | jq -r .Id)
    send_json POST '/v1.41/containers/create?name=mine' "$(hardened '')"
    good=$(made)
    swap_names mine "$good" "$bad"
    for ((tries = 0; tries < 3 * TRIES; tries++)); do
        send GET '/v1.41/containers/mine/archive?path=/h/secret'
        seen_read && break
    done
    process_stop swap
}

road 8.12 rename_while_joining "read write" "The same two, while a container takes the volumes of what has that name."
rename_while_joining() {
    local tries good bad
    before_the_gate others_container other
    bad=$(api GET /v1.41/containers/other/json | jq -r .Id)
    send_json POST '/v1.41/containers/create?name=mine' "$(hardened '')"
    good=$(made)
    swap_names mine "$good" "$bad"
    for ((tries = 0; tries < TRIES; tries++)); do
        run_body "$(hardened '"VolumesFrom":["mine"]')"
        seen_read && break
    done
    process_stop swap
}

road 8.12 name_that_begins_an_id "read write" \
    "A hardened container has the first letters of an old one's id for its name, and loses it all the time, while that name is started."
name_that_begins_an_id() {
    local tries good bad
    before_the_gate others_payload other
    bad=$(api GET /v1.41/containers/other/json | jq -r .Id)
    send_json POST "/v1.41/containers/create?name=${bad:0:4}" "$(hardened '')"
    if [ -z "$(made)" ]; then
        send_json POST "/v1.41/containers/create?name=mine" "$(hardened '')"
        send_empty POST "/v1.41/containers/mine/rename?name=${bad:0:4}"
        send_empty POST "/v1.41/containers/mine/rename?name=/${bad:0:4}"
    fi
    good=$(made)
    swap_names "${bad:0:4}" "$good"
    for ((tries = 0; tries < TRIES; tries++)); do
        send_empty POST "/v1.41/containers/${bad:0:4}/start"
        seen_write && break
    done
    process_stop swap
    read_container "$bad"
}

road 8.13 tag_moved_while_creating "root" \
    "A tag that is moved all the time between an image of 1001 and one of root, while a create names it." granted=baseline
tag_moved_while_creating() {
    local tries
    before_the_gate make_image qw/moving:1 'USER 1001'
    before_the_gate make_image qw/decent:1 'USER 1001'
    while :; do
        for tries in "$ROOT_IMAGE" qw/decent:1; do
            curl -s -o /dev/null --unix-socket "$SOCK" -X POST -H 'Content-Length: 0' "http://engine/v1.41/images/$tries/tag?repo=qw/moving&tag=1"
        done
    done &
    PIDS[swap]=$!
    for ((tries = 0; tries < TRIES; tries++)); do
        as_user "" qw/moving:1
        seen_root && break
    done
    process_stop swap
}

road 8.10 link_swapped_while_starting "read write" \
    "A hardened container turns a link in an open folder to and fro all the time, while another with a bind of it is started." \
    "limit=baseline"
link_swapped_while_starting() {
    local tries id
    send_json POST /v1.41/containers/create "{\"Image\":\"$IMAGE\",\"User\":\"1001:1001\",\"Cmd\":[\"sh\",\"-c\",\"cd /open; busybox mkdir good; while :; do busybox ln -s $OPEN/good new; busybox mv -T new link; busybox ln -s $PRIZE new; busybox mv -T new link; done\"],\"HostConfig\":{$HARD,\"Binds\":[\"$OPEN:/open\"]}}"
    [ -n "$(made)" ] || return
    send_empty POST "/v1.41/containers/$(made)/start"
    for ((tries = 0; tries < 100; tries++)); do [ ! -L "$OPEN/link" ] || break; sleep 0.05; done
    for ((tries = 0; tries < TRIES; tries++)); do
        send_json POST /v1.41/containers/create "$(hardened "\"Binds\":[\"$OPEN/link:/h\"]")"
        id=$(made)
        [ -z "$id" ] || run_container "$id"
        seen_read && break
    done
}
