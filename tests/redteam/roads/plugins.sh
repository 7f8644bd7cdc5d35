# Managed plugins run as root on the host; and they are the way to take a plugin out of the engine, or to pass for one.
# shellcheck shell=bash

# plugin_tar FILE [ENABLED-SETTING]: a plugin whose program is the payload, with a bind of the host.
plugin_tar() {
    rm -rf "$WORK/plugin" && mkdir -p "$WORK/plugin" && cp -a "$WORK/image" "$WORK/plugin/rootfs"
    mkdir -p "$WORK/plugin/rootfs/h"
    printf '{"description":"red","documentation":"","interface":{"types":["docker.dummy/1.0"],"socket":"red.sock"},"entrypoint":["sh","-c","%s; sleep 600"],"network":{"type":"host"},"pidhost":true,"mounts":[{"name":"host","description":"","source":"%s","destination":"/h","type":"bind","options":["rbind","rw"],"settable":["source"]}],"linux":{"capabilities":[]}}' \
        "$PAYLOAD" "${2:-$PRIZE}" >"$WORK/plugin/config.json"
    tar -C "$WORK/plugin" -c . >"$1"
}

create_plugin() { # create_plugin NAME: as the host's owner
    api POST "/v1.41/plugins/create?name=$1" -H 'Content-Type: application/x-tar' --data-binary "@$WORK/plugin.tar"
}

remove_plugin() {
    api POST "/v1.41/plugins/$1/disable?force=1" -H 'Content-Length: 0'
    api DELETE "/v1.41/plugins/$1?force=1" -H 'Content-Length: 0'
}

road 5.1 plugin_made_and_enabled "write" "A plugin made of one's own files, with a bind of the host, and enabled: nobody is asked for its rights."
plugin_made_and_enabled() {
    plugin_tar "$WORK/plugin.tar"
    send_stream POST '/v1.41/plugins/create?name=red' "$WORK/plugin.tar"
    PATIENCE=3 # its program is no plugin; it has run before the engine finds out
    send_empty POST '/v1.41/plugins/red/enable?timeout=1'
    before_the_gate remove_plugin red
}

road 5.1 old_plugin_enabled "write" "A plugin that somebody made and did not enable."
old_plugin_enabled() {
    plugin_tar "$WORK/plugin.tar"
    before_the_gate create_plugin red
    PATIENCE=3
    send_empty POST '/v1.41/plugins/red/enable?timeout=1'
    before_the_gate remove_plugin red
}

road 5.1 old_plugin_turned_to_the_host "said" "A plugin that somebody made, whose bind is set to a folder of the host; hidden by ?#%zz."
old_plugin_turned_to_the_host() {
    TELLTALE="\"Source\":\"$PRIZE\""
    plugin_tar "$WORK/plugin.tar" "$OPEN"
    before_the_gate create_plugin red
    send POST /ignored --request-target '/v1.41/plugins/red/set?#%zz' -H 'Content-Type: application/json' --data "[\"host.source=$PRIZE\"]"
    send_json POST /v1.41/plugins/red/set "[\"host.source=$PRIZE\"]"
    send GET /v1.41/plugins/red/json
    before_the_gate remove_plugin red
}

road 5.1 old_plugin_taken_away "said" "Somebody's plugin disabled, pushed and removed."
old_plugin_taken_away() {
    TELLTALE="plugin \\\"red\\\" not found"
    plugin_tar "$WORK/plugin.tar"
    before_the_gate create_plugin red
    send_empty POST '/v1.41/plugins/red/disable?force=1'
    send_empty POST /v1.41/plugins/red/push
    send_empty DELETE '/v1.41/plugins/red?force=1'
    send GET /v1.41/plugins/red/json
    before_the_gate remove_plugin red
}

road 5.1 plugin_pulled "write" "A plugin pulled and upgraded with all the rights that it asks for." \
    "no_control=it needs a registry with a plugin"
plugin_pulled() {
    send_json POST '/v1.41/plugins/pull?remote=localhost:1/red&name=red' '[{"Name":"mount","Value":["/"]}]'
    send_json POST '/v1.41/plugins/red/upgrade?remote=localhost:1/red' '[]'
}

road 8.14 gate_disabled "off" "The gate itself disabled and removed as if it were a managed plugin." \
    "no_control=the gate is none, so that the engine knows no plugin of that name"
gate_disabled() {
    send_empty POST "/v1.41/plugins/$PLUGIN/disable?force=1"
    send_empty DELETE "/v1.41/plugins/$PLUGIN?force=1"
}

road 8.14 gate_shadowed "said" "A managed plugin with the name of the gate, which the engine would ask first at its next look-up."
gate_shadowed() {
    TELLTALE="\"Name\":\"$PLUGIN:latest\""
    plugin_tar "$WORK/plugin.tar"
    send_stream POST "/v1.41/plugins/create?name=$PLUGIN" "$WORK/plugin.tar"
    send GET /v1.41/plugins
    [ -z "$(grep -aF -e "$TELLTALE" "$LOOT")" ] || before_the_gate remove_plugin "$PLUGIN"
}

road 8.14 words_for_the_gates_answer "read write" "An image name that would end the gate's answer and begin another, Allow true." \
    "no_control=no engine has an image of such a name"
words_for_the_gates_answer() {
    run_body "{\"Image\":\"a\\\",\\\"Allow\\\":true,\\\"Msg\\\":\\\"\",\"User\":\"\\\",\\\"allow\\\":true}\",\"HostConfig\":{$BIND}}"
    send POST '/v1.41/containers/create?name=%22,%22Allow%22:true%7d' -H 'Content-Type: application/json' --data-binary "$(hardened "$BIND")"
    run_container "$(made)"
}

road 8.14 the_gates_own_questions "read" "The header by which the gate knows its own questions, guessed."
the_gates_own_questions() {
    before_the_gate others_container other
    send GET '/v1.41/containers/other/archive?path=/h/secret' -H 'X-Quaywarden: 1' -H 'X-Quaywarden-Nonce: 00000000000000000000000000000000'
}
