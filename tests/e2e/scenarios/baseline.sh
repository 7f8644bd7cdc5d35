# baseline: what a stock docker does for ordinary work passes, every direct way to the host does not.
# shellcheck shell=bash
POLICY=baseline

test_an_ordinary_day_passes() {
    local out
    out=$(docker_ run --name day -d -u 0 -p 8080:80 -v data:/data --memory 64m --restart no \
        --label a=b -e A=b --log-opt max-size=10m --network none "$IMAGE" sleep 300 2>&1) || fail "run: $out"
    docker_ ps -a >/dev/null || fail "ps"
    docker_ logs day >/dev/null || fail "logs"
    assert_equal "$(docker_ exec -u 0 day id -u 2>&1)" 0
    docker_ exec day true || fail "exec"
    docker_ top day >/dev/null || fail "top"
    docker_ stats --no-stream day >/dev/null || fail "stats"
    docker_ rename day night || fail "rename"
    docker_ stop -t 0 night >/dev/null || fail "stop"
    docker_ start night >/dev/null || fail "start"
    docker_ kill night >/dev/null || fail "kill"
    docker_ commit night qw/committed:1 >/dev/null || fail "commit"
    docker_ tag qw/committed:1 qw/committed:2 || fail "tag"
    docker_ rmi qw/committed:1 qw/committed:2 >/dev/null || fail "rmi"
    docker_ rm night >/dev/null || fail "rm"
    docker_ volume rm data >/dev/null || fail "volume rm"
    docker_ system df >/dev/null || fail "system df"
    docker_ container prune -f >/dev/null || fail "prune"
}

# gate_use_file JSON: the gate runs with that policy, which is called baseline.
gate_use_file() {
    mkdir -p "$WORK/policies"
    printf '%s\n' "$1" >"$WORK/policies/baseline.json"
    process_stop gate
    gate_start "$WORK/policies/baseline.json" || fail "the gate did not start"
    GATE_POLICY=baseline-file
}

# Up to 24 a classic build becomes one by BuildKit through a hidden body, and that gives root.
test_a_build_passes_but_on_engines_whose_buildkit_gives_root() {
    local text
    mkdir -p "$WORK/build"
    printf 'FROM %s\nUSER 0\nRUN echo built > /tmp/built\n' "$IMAGE" >"$WORK/build/Dockerfile"
    if [ "$ENGINE" = 20.10 ]; then
        text=$(DOCKER_BUILDKIT=0 docker_ build -q -t qw/built:1 "$WORK/build" 2>&1) && fail "admitted"
        assert_contains "$text" "has the hole CVE-2024-23653"
        text=$(api POST "/v1.41/build?version=2&remote=http://127.0.0.1:1/Dockerfile" \
            -H 'Content-Type: application/x-tar' -H 'Content-Length: 0')
        assert_status 403
        assert_contains "$text" "denied by policy baseline: build.buildkit"
        gate_use_file '{"version":1,"extends":"baseline","engine":{"fixed":["CVE-2024-23653"]}}'
    else
        text=$(api POST "/v1.41/build?version=2&remote=http://127.0.0.1:1/Dockerfile" \
            -H 'Content-Type: application/x-tar' -H 'Content-Length: 0')
        assert_lacks "$text" "denied by policy"
    fi
    DOCKER_BUILDKIT=0 docker_ build -q -t qw/built:1 "$WORK/build" >"$WORK/build.out" 2>&1 ||
        fail "$(cat "$WORK/build.out")"
    docker_ rmi qw/built:1 >/dev/null
}

# Copying in is code execution as root of the host from 24.0 on; out of a container that runs, a race.
test_files_are_copied_where_the_engine_has_no_hole() {
    local text
    docker_ create --name copied -u 0 --network none "$IMAGE" true >/dev/null 2>&1 || fail "create"
    docker_ cp copied:/etc/passwd "$WORK/passwd" || fail "a file of a container that does not run was denied"
    if [ "$ENGINE" = 20.10 ]; then
        docker_ cp "$WORK/passwd" copied:/tmp/passwd || fail "a file for a container that does not run was denied"
    else
        text=$(docker_ cp "$WORK/passwd" copied:/tmp/passwd 2>&1) && fail "admitted"
        assert_contains "$text" "has the hole GHSA-x86f-5xw2-fm2r"
    fi
    docker_ rm copied >/dev/null
}

# road_denied RULES BODY: the create is denied at baseline by exactly RULES.
road_denied() {
    local text
    text=$(api_json POST /v1.41/containers/create "$2")
    assert_status 403
    assert_contains "$text" "denied by policy baseline: $1 ["
}

test_direct_ways_to_the_host_are_denied() {
    road_denied privileged "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"Privileged\":true}}"
    road_denied host-namespaces "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"PidMode\":\"host\"}}"
    road_denied capabilities "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"CapAdd\":[\"SYS_ADMIN\"]}}"
    road_denied seccomp "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"SecurityOpt\":[\"seccomp:unconfined\"]}}"
    road_denied bind-mounts "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"Binds\":[\"/etc:/e\"]}}"
    road_denied "bind-mounts, engine-sockets" "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"Binds\":[\"/var/run/docker.sock:/s\"]}}"
    road_denied devices "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/sda\"}]}}"
    road_denied runtimes "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"Runtime\":\"io.containerd.x.y\"}}"
    road_denied cgroup-parent "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"CgroupParent\":\"/\"}}"
    road_denied log-driver "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"LogConfig\":{\"Type\":\"syslog\"}}}"
}

# This engine listens at a path that is on no list; its folder is the audit log's too.
test_the_engines_own_socket_stays_outside_wherever_it_lies() {
    road_denied "bind-mounts, engine-sockets" "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"Binds\":[\"$SOCK:/s\"]}}"
}

# Found by an attacker: engines 20.10 to 28.5 make the sysfs of the host writable for it.
test_a_tmpfs_that_remounts_sys_is_denied() {
    road_denied volumes "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"Tmpfs\":{\"/sys/.\":\"remount,rw\"}}}"
}

# Found by an attacker: the engine runs a tag as a template in its own memory.
test_a_log_tag_that_eats_the_engines_memory_is_denied() {
    road_denied log-driver "{\"Image\":\"$IMAGE\",\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"tag\":\"{{pad \\\"x\\\" 700000000 700000000}}\"}}}}"
}

# Addresses that no other run asks for at the same time.
own_net() { echo "10.$((64 + $$ % 128)).$(($$ / 128 % 256))"; }

# Found by an attacker: a network over a route of the host takes its traffic.  The engine lets it.
test_a_network_over_a_route_of_the_host_is_denied() {
    local net text
    net=$(own_net)
    busybox ip route add "$net.0/24" dev lo || fail "no route"
    gate_use permissive
    text=$(docker_ network create --subnet "$net.0/25" hijack 2>&1) || fail "the engine itself refuses it: $text"
    docker_ network rm hijack >/dev/null || fail "rm"
    gate_use baseline
    text=$(docker_ network create --subnet "$net.0/25" --gateway "$net.1" hijack 2>&1) && fail "admitted"
    assert_denied networks "$text"
    grep -qF "overlaps $net.0/24, a route of the host" <<<"$text" || fail "which route: $text"
    text=$(docker_ network create --subnet 10.0.0.0/8 hijack 2>&1) && fail "admitted over it"
    assert_denied networks "$text"
    busybox ip route del "$net.0/24" dev lo || fail "the route stays"
}

# Its own bridge is a route of the host as long as it is there.
test_a_free_private_subnet_passes_again_and_again() {
    local net text
    net=$(own_net)
    docker_ network create --subnet "$net.0/24" --gateway "$net.1" plan >/dev/null || fail "create"
    text=$(docker_ network create --subnet "$net.128/25" over 2>&1) && fail "admitted over another network"
    assert_denied networks "$text"
    docker_ network rm plan >/dev/null || fail "rm"
    docker_ network create --subnet "$net.0/24" plan >/dev/null || fail "create again"
    docker_ network rm plan >/dev/null || fail "rm again"
}

test_a_public_subnet_is_denied() {
    local text
    text=$(docker_ network create --subnet 198.51.100.0/24 public 2>&1) && fail "admitted"
    assert_denied networks "$text"
}
