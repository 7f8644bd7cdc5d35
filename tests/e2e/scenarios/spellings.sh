# Requests that another spelling, a hidden body or an old API would bring past a careless gate
# (engine.md sections 2 to 4).  Nothing of this may make a container.
# shellcheck shell=bash
POLICY=restricted

# The whole of what stands in a create body below; the daemon itself must have stopped nothing of it.
HARDENED_HOST='"ReadonlyRootfs":true,"CapDrop":["ALL"],"SecurityOpt":["no-new-privileges"],"NetworkMode":"none"'
HARDENED_TOP="\"Image\":\"$IMAGE\",\"User\":\"1001:1001\",\"Cmd\":[\"true\"]"

# create_denied REASON BODY [PATH]: the create is denied for REASON by the gate, not by the engine.
create_denied() {
    local text
    text=$(api_json POST "${3:-/v1.41/containers/create}" "$2")
    assert_status 403
    assert_contains "$text" "denied by policy restricted: $1"
}

test_the_hardened_body_itself_is_admitted() {
    local id
    id=$(api_json POST /v1.41/containers/create "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST}}" | jq -r .Id)
    assert_status 201
    api DELETE "/v1.41/containers/$id" >/dev/null
    assert_status 204
}

test_top_level_hostconfig_fields_are_denied() {
    create_denied ambiguous-json "{$HARDENED_TOP,\"Privileged\":true,\"HostConfig\":{$HARDENED_HOST}}"
    create_denied ambiguous-json "{$HARDENED_TOP,\"Binds\":[\"/:/h\"]}"
    create_denied ambiguous-json "{$HARDENED_TOP,\"HostConfig\":null,\"pRivileged\":true}"
}

test_keys_in_other_spellings_are_understood() {
    create_denied privileged "{$HARDENED_TOP,\"HOSTCONFIG\":{$HARDENED_HOST,\"privileged\":true}}"
    create_denied privileged "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST,\"pr\\u0069vileged\":true}}"
    create_denied ambiguous-json "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST},\"Ho\\u017ftConfig\":{\"Privileged\":true}}"
    create_denied ambiguous-json "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST,\"Networ\\u212aMode\":\"host\"}}"
}

test_duplicate_keys_are_denied() {
    create_denied ambiguous-json "{$HARDENED_TOP,\"HostConfig\":{\"Privileged\":true},\"HostConfig\":{$HARDENED_HOST}}"
    create_denied ambiguous-json "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST,\"Privileged\":true,\"PRIVILEGED\":false}}"
    create_denied ambiguous-json "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST,\"Privileged\":true,\"Privileged\":null}}"
}

test_a_string_for_a_list_is_understood() {
    create_denied capabilities "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST,\"CapAdd\":\"SYS_ADMIN\"}}"
}

test_unicode_capability_names_are_understood() {
    create_denied capabilities "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST,\"CapAdd\":[\"ſYS_ADMıN\"]}}"
}

test_trailing_data_is_denied() {
    create_denied malformed-json "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST}}}"
    create_denied malformed-json "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST}} {\"Image\":\"x\"}"
}

test_seccomp_of_an_empty_profile_is_denied() {
    create_denied seccomp "{$HARDENED_TOP,\"HostConfig\":{\"ReadonlyRootfs\":true,\"CapDrop\":[\"ALL\"],\"SecurityOpt\":[\"no-new-privileges\",\"seccomp={}\"]}}"
}

test_a_later_option_that_switches_no_new_privileges_off_is_denied() {
    create_denied no-new-privileges "{$HARDENED_TOP,\"HostConfig\":{\"ReadonlyRootfs\":true,\"CapDrop\":[\"ALL\"],\"SecurityOpt\":[\"no-new-privileges\",\"no-new-privileges:0\"]}}"
}

test_masked_paths_emptied_are_denied() {
    create_denied masked-paths "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST,\"MaskedPaths\":[]}}"
}

test_paths_in_other_spellings_reach_the_same_judgement() {
    local body="{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST,\"Privileged\":true}}" path
    for path in /containers/create /%63ontainers/create /v1.41/containers%2fcreate /v01.041/containers/create; do
        create_denied privileged "$body" "$path"
    done
}

test_absolute_targets_and_fragments_are_denied() {
    local text
    text=$(api POST /ignored --request-target 'http://evil/v1.41/containers/create' \
        -H 'Content-Type: application/json' --data '{"Image":"x"}')
    assert_contains "$text" "denied by policy restricted: ambiguous-uri"
    text=$(api POST /ignored --request-target '/v1.41/swarm/join?#%zz' \
        -H 'Content-Type: application/json' --data '{"RemoteAddrs":["127.0.0.1:1"]}')
    assert_contains "$text" "denied by policy restricted: "
}

test_a_body_that_the_engine_did_not_show_is_denied() {
    local text
    # Over 1 MiB: 20.10 executes it and shows nothing; newer ones show up to 4 MiB.
    { printf '{%s,"Labels":{"pad":"' "$HARDENED_TOP" && head -c 1200000 /dev/zero | tr '\0' x &&
        printf '"},"HostConfig":{%s,"Privileged":true}}' "$HARDENED_HOST"; } >"$WORK/big.json"
    text=$(api POST /v1.41/containers/create -H 'Content-Type: application/json' --data-binary "@$WORK/big.json")
    assert_status 403
    if [ "$ENGINE" = 20.10 ]; then
        assert_contains "$text" "denied by policy restricted: hidden-body"
    else
        assert_contains "$text" "denied by policy restricted: privileged"
    fi
    text=$(api POST /v1.41/containers/create -H 'Content-Type: text/plain' \
        --data-binary "{$HARDENED_TOP,\"HostConfig\":{\"Privileged\":true}}")
    assert_status 403
}

test_a_chunked_privileged_body_is_denied() {
    api POST /v1.41/containers/create -H 'Content-Type: application/json' -H 'Transfer-Encoding: chunked' \
        --data-binary "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST,\"Privileged\":true}}" >"$WORK/chunked"
    assert_status 403
    assert_contains "$(cat "$WORK/chunked")" "denied by policy restricted: "
}

test_parameters_hidden_in_a_form_are_denied() {
    local text
    text=$(api POST '/v1.41/images/create?fromImage=busybox' --data 'fromSrc=http://127.0.0.1:1/x')
    assert_contains "$text" "denied by policy restricted: content-type"
    text=$(api POST '/v1.41/images/create?fromImage=busybox' -H 'Content-Type: application/x-www-form-urlencoded' \
        -H 'Content-Type: application/json' --data 'fromSrc=http://127.0.0.1:1/x')
    assert_status 403
}

test_start_with_a_hostconfig_of_an_old_api_is_denied() {
    local id text
    id=$(api_json POST /v1.41/containers/create "{$HARDENED_TOP,\"HostConfig\":{$HARDENED_HOST}}" | jq -r .Id)
    text=$(api_json POST "/v1.23/containers/$id/start" '{"Binds":["/:/h"],"CapAdd":["SYS_ADMIN"]}')
    assert_contains "$text" "denied by policy restricted: api-too-old"
    text=$(api_json POST "/v1.41/containers/$id/start" '{"Binds":["/:/h"]}')
    assert_contains "$text" "denied by policy restricted: unexpected-body"
    text=$(api POST "/v1.41/containers/$id/start" -H 'Content-Type: application/json' \
        -H 'Transfer-Encoding: chunked' --data '{"Binds":["/:/h"]}')
    assert_contains "$text" "denied by policy restricted: "
    assert_equal "$(api GET "/v1.41/containers/$id/json" | jq -r .State.Status)" created
    api DELETE "/v1.41/containers/$id" >/dev/null
}

# docker compose, docker-py and dockerode send every field that they know, most of them empty.
test_nulls_and_falsy_values_as_compose_sends_them_are_admitted() {
    local body id
    body="{$HARDENED_TOP,\"Hostname\":\"\",\"Domainname\":\"\",\"AttachStdin\":false,\"Tty\":false,\"Env\":null,
        \"Entrypoint\":null,\"OnBuild\":null,\"Labels\":{\"com.docker.compose.project\":\"p\"},\"Volumes\":null,
        \"ExposedPorts\":{},\"WorkingDir\":\"\",\"NetworkDisabled\":false,
        \"HostConfig\":{$HARDENED_HOST,\"Binds\":null,\"Privileged\":false,\"PidMode\":\"\",\"IpcMode\":\"\",\"UTSMode\":\"\",
        \"UsernsMode\":\"\",\"CapAdd\":[],\"Devices\":[],\"DeviceRequests\":null,\"DeviceCgroupRules\":null,\"VolumesFrom\":null,
        \"PortBindings\":{},\"Links\":null,\"Mounts\":[],\"GroupAdd\":[],\"Sysctls\":{},\"Tmpfs\":null,\"Ulimits\":null,
        \"CgroupParent\":\"\",\"Runtime\":\"\",\"Memory\":0,\"OomScoreAdj\":0,\"PidsLimit\":null,\"MaskedPaths\":null,
        \"LogConfig\":{\"Type\":\"\",\"Config\":{}},\"RestartPolicy\":{\"Name\":\"\",\"MaximumRetryCount\":0}},
        \"NetworkingConfig\":{\"EndpointsConfig\":{\"none\":{\"IPAMConfig\":{},\"Links\":null,\"Aliases\":null,\"DriverOpts\":null}}}}"
    id=$(api_json POST /v1.41/containers/create "$body" | tee "$WORK/nulls" | jq -r .Id)
    assert_status 201
    [ "$(status)" = 201 ] || fail "$(cat "$WORK/nulls")"
    api DELETE "/v1.41/containers/$id" >/dev/null
}

test_other_roads_are_denied_with_a_reason() {
    local road method path text
    for road in "POST /v1.41/swarm/init" "POST /v1.41/plugins/pull?remote=x" "POST /v1.41/services/create" \
        "POST /v1.41/build" "POST /v1.41/images/load" "POST /v1.41/session" "POST /v1.41/grpc" \
        "POST /v1.41/commit?container=x" "POST /v1.41/secrets/create" "GET /v1.41/swarm" "POST /v1.41/plugins/x/disable"; do
        read -r method path <<<"$road"
        text=$(api_json "$method" "$path" '{}')
        assert_status 403
        assert_contains "$text" "denied by policy restricted: "
    done
}

test_an_update_is_judged_by_what_it_sets() {
    local text
    text=$(api_json POST /v1.41/containers/x/update '{"Surprise":true}')
    assert_status 403
    assert_contains "$text" "denied by policy restricted: unknown-fields"
}
