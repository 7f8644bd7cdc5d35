# To make a container, the engine copies what its image has at a volume's place into the volume, as root of the host
# and along the links that stand there by then.  It takes a while where the image has much there.
# shellcheck shell=bash

copy_image() {
    [ ! -e "$WORK/copy-image" ] || return 0
    local n
    rm -rf "$WORK/made" && cp -a "$WORK/image" "$WORK/made"
    mkdir "$WORK/made/v" && head -c 1200M /dev/zero >"$WORK/made/v/0000large"
    for ((n = 0; n < 2000; n++)); do echo changed >"$WORK/made/v/$n"; done
    chown -R 1001:1001 "$WORK/made/v"
    tar -C "$WORK/made" -c . | docker_ import - copy:1 >/dev/null && touch "$WORK/copy-image"
    rm -rf "$WORK/made"
}

# writer VOLUME: makes a container that puts links to the host into the volume as soon as that is being filled.
writer() {
    local command="while set -- /w/*; ! [ -e \$1 ]; do :; done; n=0; while [ \$n -lt 2000 ]; do
        busybox ln -s $PRIZE/target /w/\$n 2>/dev/null; n=\$((n + 7)); done; echo qw-end"
    send_json POST /v1.41/containers/create \
        "$(hardened "\"Binds\":[\"$1:/w:nocopy\"]" | jq -c --arg command "$command" '.Cmd = ["sh", "-c", $command]')"
    WRITER=$(made_or none)
}

# fill FILTER: makes a container of that image, FILTER (of jq) says where its volume comes from.
fill() { send_json POST /v1.41/containers/create "$(hardened '' | jq -c ".Image = \"copy:1\" | $1")"; }

own_volume() {
    send_json POST /v1.41/volumes/create '{"Name":"shared","Driver":"local",
        "DriverOpts":{"type":"tmpfs","device":"tmpfs","o":"uid=1001,mode=0755"}}'
}

road 5.1 volume_filled_while_in_use "write" \
    "A volume that one's running container writes to is filled from an image of one's own." limit=baseline
volume_filled_while_in_use() {
    before_the_gate copy_image
    own_volume
    writer shared
    send_empty POST "/v1.41/containers/$WRITER/start"
    fill '.HostConfig.Binds = ["shared:/v"]'
}

road 5.1 volume_filled_while_a_writer_starts "write" \
    "The same, and the container that writes is started while the volume is being filled." limit=baseline
volume_filled_while_a_writer_starts() {
    local tries
    before_the_gate copy_image
    own_volume
    writer shared
    fill '.HostConfig.Binds = ["shared:/v"]' &
    PIDS[fill]=$!
    for ((tries = 0; tries < 20; tries++)); do
        api POST "/v1.41/containers/$WRITER/start" -H 'Content-Length: 0' >>"$LOOT"
        [ "$(status)" != 204 ] || break
        sleep 0.02
    done
    wait "${PIDS[fill]}"
    unset "PIDS[fill]"
}

road 5.1 volume_without_a_name_while_it_is_filled "write" \
    "A volume that the engine has just made up a name for is written to while it is being filled." limit=baseline
volume_without_a_name_while_it_is_filled() {
    local tries name=""
    before_the_gate copy_image
    fill '.Volumes = {"/v": {}}' &
    PIDS[fill]=$!
    for ((tries = 0; tries < 100 && ${#name} != 64; tries++)); do
        name=$(api GET /v1.41/volumes | jq -r '.Volumes[0].Name // empty')
    done
    writer "${name:-none}"
    send_empty POST "/v1.41/containers/$WRITER/start"
    wait "${PIDS[fill]}"
    unset "PIDS[fill]"
}
