# The second look: what the engine holds is judged when it is run, entered or opened.
# shellcheck shell=bash
POLICY=restricted
SOFT=(--cap-drop ALL --security-opt no-new-privileges --network none --read-only) # hardened but for the user

# under POLICY COMMAND...: runs the command while the gate has POLICY, then goes back to restricted.  What it says
# stands in $WORK/under: in a substitution the gate that starts here would be lost.
under() {
    gate_use "$1" || fail "the gate did not start with $1"
    shift
    "$@" >"$WORK/under" 2>&1 || fail "$(cat "$WORK/under")"
    gate_use restricted || fail "the gate did not start"
}

# make_image NAME USER PASSWD-LINE...: an image with that USER and those lines in its passwd.
make_image() {
    local name=$1 user=$2
    shift 2
    cp -a "$WORK/image" "$WORK/image-$$"
    printf '%s\n' "$@" >"$WORK/image-$$/etc/passwd"
    tar -C "$WORK/image-$$" -c . | docker_ import --change "USER $user" - "$name" >/dev/null || fail "import of $name"
    rm -rf "$WORK/image-$$"
}

test_a_container_made_before_is_denied_at_every_door_and_can_be_removed() {
    local text id
    under permissive docker_ create --name before -u 0 --network none -v /etc:/host "$IMAGE" sleep 300
    id=$(tail -n 1 "$WORK/under")
    for door in start restart; do
        text=$(docker_ "$door" before 2>&1) && fail "$door admitted"
        assert_contains "$text" "denied by policy restricted: root-user, "
        assert_contains "$text" "bind-mounts"
        assert_contains "$text" "container: before (${id:0:12}) was created at "
        assert_contains "$text" "before quaywarden was started here"
    done
    text=$(docker_ cp before:/etc/passwd - 2>&1) && fail "cp admitted"
    assert_contains "$text" "root-user"
    under permissive docker_ start before
    text=$(api POST "/v1.41/containers/before/attach?stdin=1&stream=1" -H 'Content-Length: 0')
    assert_contains "$text" "denied by policy restricted: root-user, "
    text=$(docker_ exec -u 1001:1001 before id 2>&1) && fail "exec admitted"
    assert_contains "$text" "root-user"
    docker_ inspect before >/dev/null || fail "inspect denied"
    docker_ stop -t 0 before >/dev/null || fail "stop denied"
    docker_ rm before >/dev/null || fail "rm denied"
}

# A number that is added may be the name of a group in the image; what can be looked up, and is none, passes.
test_added_groups_are_looked_up_in_the_containers_own_file() {
    local text hard=("${SOFT[@]}" --user 1001:1001)
    printf '1600:x:0:\n1700:x:1700:\n' >"$WORK/group"
    cp -a "$WORK/image" "$WORK/image-$$" && cp "$WORK/group" "$WORK/image-$$/etc/group"
    tar -C "$WORK/image-$$" -c . >"$WORK/numbers.tar" && rm -rf "$WORK/image-$$"
    under permissive docker_ import "$WORK/numbers.tar" qw/numbers:1
    text=$(docker_ run --rm "${hard[@]}" --group-add 1700 --group-add 1800 qw/numbers:1 id -G) || fail "1700 denied: $text"
    assert_contains "$text" "1700 1800"
    text=$(docker_ run --rm "${hard[@]}" --group-add 1600 qw/numbers:1 id -G 2>&1) && fail "1600 admitted: $text"
    assert_contains "$text" "denied by policy restricted: groups"
    assert_contains "$text" "has a group whose name is this number"
    text=$(docker_ run --rm "${hard[@]}" --group-add 1800 -v data:/data qw/numbers:1 id -G 2>&1) && fail "a volume passes: $text"
    assert_contains "$text" "which cannot be looked up: the container mounts something"
}

# Who is attached stays so, whoever starts the container and when.
test_nobody_waits_attached_to_a_stopped_container() {
    local text
    under permissive docker_ run --name shell -i -u 0 --network none "$IMAGE" sh </dev/null
    text=$(api POST "/v1.41/containers/shell/attach?stdin=1&stream=1" -H 'Content-Length: 0')
    assert_status 403
    assert_contains "$text" "denied by policy restricted: root-user, "
    text=$(docker_ start -ai shell 2>&1 </dev/null) && fail "start -ai admitted"
    assert_contains "$text" 403 # of the attach: no client shows more
    text=$(docker_ start -a shell 2>&1) && fail "start -a admitted"
    assert_contains "$text" "denied by policy restricted: root-user, "
    docker_ rm shell >/dev/null || fail "rm denied"
}

# Nor to one that was never started, but whoever made it: the start is denied then, and told.
test_who_made_a_container_attaches_before_its_first_start() {
    local text
    under permissive docker_ create --name shell -i -u 0 --network none "$IMAGE" sh
    text=$(api POST "/v1.41/containers/shell/attach?stdin=1&stream=1" -H 'Content-Length: 0')
    assert_status 403
    assert_contains "$text" "denied by policy restricted: root-user, "
    docker_ rm shell >/dev/null || fail "rm denied"

    under permissive make_image qw/liar:3 app 'root:x:0:0::/:/bin/sh' 'app:x:0:0::/:/bin/sh'
    docker_ create --name mine -i "${SOFT[@]}" qw/liar:3 cat >/dev/null || fail "create denied"
    text=$(docker_ start -ai mine 2>&1 </dev/null) && fail "start -ai admitted"
    assert_denied root-user "$text"
    docker_ rm mine >/dev/null || fail "rm denied"

    docker_ create --name mine -i "${HARDENED[@]}" "$IMAGE" cat >/dev/null || fail "create denied"
    assert_equal "$(echo typed | docker_ start -ai mine 2>&1)" typed
    docker_ rm mine >/dev/null || fail "rm denied"
    assert_equal "$(echo typed | docker_ run --rm -i "${HARDENED[@]}" "$IMAGE" cat 2>&1)" typed
}

test_a_start_from_a_checkpoint_is_an_operation_of_its_own() {
    local id text query
    id=$(docker_ create "${HARDENED[@]}" "$IMAGE" true)
    for query in "checkpoint=a" "checkpoint-dir=/root" "checkpoint=a&checkpoint-dir=/root"; do
        text=$(api POST "/v1.41/containers/$id/start?$query" -H 'Content-Length: 0')
        assert_status 403
        assert_contains "$text" "denied by policy restricted: checkpoint.start ["
    done
    docker_ start -a "$id" || fail "start denied"
    docker_ rm "$id" >/dev/null
}

# What can write its /etc/passwd decides who it is at the next start, about which nobody is asked.
test_a_name_stands_for_nobody_where_its_file_can_be_written() {
    local text
    echo '{"version":1,"name":"site","extends":"restricted","rules":{"writable-rootfs":{"mode":"off"}}}' >"$WORK/soft.json"
    under permissive make_image qw/own:1 app 'root:x:0:0::/:/bin/sh' 'app:x:1001:1001::/:/bin/sh'
    gate_use "$WORK/soft.json"
    text=$(docker_ run --rm --cap-drop ALL --security-opt no-new-privileges --network none qw/own:1 id -u 2>&1) &&
        fail "admitted: $text"
    assert_contains "$text" "denied by policy site: root-user"
    assert_contains "$text" "its root file system is writable"
    assert_equal "$(docker_ run --rm --cap-drop ALL --security-opt no-new-privileges --network none --user 1001:1001 \
        qw/own:1 id -u 2>&1)" 1001
    gate_use restricted
}

# `docker run` attaches before it starts, and shows the denial of the start.
test_a_denied_start_is_told_to_whoever_runs_a_container() {
    local text
    under permissive make_image qw/liar:2 app 'root:x:0:0::/:/bin/sh' 'app:x:0:0::/:/bin/sh'
    text=$(docker_ run --rm -i "${SOFT[@]}" qw/liar:2 id -u 2>&1 </dev/null) && fail "admitted: $text"
    assert_denied root-user "$text"
}

test_the_hardening_guides_command_runs_with_a_named_user() {
    under permissive make_image qw/named:1 app 'root:x:0:0::/:/bin/sh' 'app:x:1001:1001::/:/bin/sh'
    assert_equal "$(docker_ run --rm --read-only --cap-drop ALL --cap-add NET_BIND_SERVICE --tmpfs /tmp \
        --security-opt no-new-privileges --network none qw/named:1 id -u 2>&1)" 1001
}

test_a_name_that_is_uid_0_in_passwd_is_root() {
    local text
    under permissive make_image qw/liar:1 app 'root:x:0:0::/:/bin/sh' 'app:x:0:0::/:/bin/sh'
    text=$(docker_ run --rm "${SOFT[@]}" qw/liar:1 id -u 2>&1) && fail "admitted: $text"
    assert_denied root-user "$text"
    under permissive make_image qw/noname:1 app 'root:x:0:0::/:/bin/sh'
    text=$(docker_ run --rm "${SOFT[@]}" qw/noname:1 id -u 2>&1) && fail "admitted: $text"
    assert_contains "$text" "use a numeric --user"
}

# The engine takes the group, and all that list the user, from the line that has the number.
test_a_number_without_a_group_gets_those_of_the_images_files() {
    local text run=(run --rm --read-only --cap-drop ALL --security-opt no-new-privileges --network none)
    cp "$WORK/image/etc/group" "$WORK/group"
    printf 'docker:x:999:app\n' >>"$WORK/image/etc/group"
    under permissive make_image qw/grouped:1 1001 'app:x:1001:1001::/:/bin/sh'
    mv "$WORK/group" "$WORK/image/etc/group"
    under permissive docker_ "${run[@]}" qw/grouped:1 id -G
    assert_equal "$(cat "$WORK/under")" "1001 999" # without the rule
    text=$(docker_ "${run[@]}" qw/grouped:1 id -G 2>&1) && fail "admitted: $text"
    assert_denied groups "$text"
    assert_contains "$text" "is in the group 999"
    assert_equal "$(docker_ "${run[@]}" --user 1001:1001 qw/grouped:1 id -G 2>&1)" 1001
}

test_an_image_without_a_user_or_with_root_is_denied_at_create() {
    local text
    under permissive make_image qw/zero:1 0 'root:x:0:0::/:/bin/sh'
    text=$(docker_ create "${SOFT[@]}" "$ROOT_IMAGE" id -u 2>&1) && fail "admitted: $text"
    assert_denied root-user "$text"
    text=$(docker_ create "${SOFT[@]}" qw/zero:1 id -u 2>&1) && fail "admitted: $text"
    assert_denied root-user "$text"
    assert_equal "$(docker_ run --rm "${SOFT[@]}" "$IMAGE" id -u 2>&1)" 1001
}

test_a_missing_image_gets_the_engines_own_404() {
    local text
    text=$(api_json POST /v1.41/containers/create '{"Image":"qw/nosuch:1","HostConfig":{"ReadonlyRootfs":true,"CapDrop":["ALL"],"SecurityOpt":["no-new-privileges"],"NetworkMode":"none"}}')
    assert_status 404
    assert_contains "$text" "qw/nosuch:1"
}

test_a_tag_that_moved_after_create_changes_nothing() {
    local id
    under permissive make_image qw/moving:1 1001 'root:x:0:0::/:/bin/sh'
    id=$(docker_ create "${SOFT[@]}" qw/moving:1 id -u 2>&1) || fail "$id"
    under permissive make_image qw/moving:1 0 'root:x:0:0::/:/bin/sh'
    assert_equal "$(docker_ start -a "$id" 2>&1)" 1001
    docker_ rm "$id" >/dev/null
    text=$(docker_ create "${SOFT[@]}" qw/moving:1 id -u 2>&1) && fail "admitted: $text"
    assert_denied root-user "$text"
}

test_a_link_in_a_shared_folder_is_judged_by_where_it_leads() {
    local text id shared
    shared=$(mktemp -d /tmp/qw-e2e-shared.XXXXXX) && chmod 755 "$shared" # not below quaywarden's own folders
    printf '{"version":1,"name":"restricted","extends":"restricted","rules":{"bind-mounts":{"allow":[{"path":"%s","access":"rw"}]}}}\n' \
        "$shared" >"$WORK/shared.json"
    mkdir -p "$shared/fine" && ln -s /etc "$shared/link"
    process_stop gate
    gate_start "$WORK/shared.json" || fail "the gate did not start"
    GATE_POLICY=restricted
    text=$(docker_ run --rm "${HARDENED[@]}" -v "$shared/link:/h" "$IMAGE" ls /h 2>&1) && fail "admitted: $text"
    assert_denied bind-mounts "$text"
    id=$(docker_ create "${HARDENED[@]}" -v "$shared/fine:/h" "$IMAGE" ls /h 2>&1) || fail "$id"
    rmdir "$shared/fine" && ln -s /etc "$shared/fine"
    text=$(docker_ start -a "$id" 2>&1) && fail "admitted: $text"
    assert_denied bind-mounts "$text"
    docker_ rm "$id" >/dev/null
    rm -rf "$shared"
    GATE_POLICY=""
    gate_use restricted || fail "the gate did not start"
}

test_volumes_of_another_container_and_a_volume_in_disguise() {
    local text
    under permissive docker_ create --name lender -u 0 -v /etc:/host "$IMAGE" true
    under permissive docker_ volume create -o type=none -o o=bind -o device=/etc disguise
    text=$(docker_ run --rm "${HARDENED[@]}" --volumes-from lender "$IMAGE" ls /host 2>&1) && fail "admitted: $text"
    assert_denied volumes "$text"
    text=$(docker_ run --rm "${HARDENED[@]}" -v disguise:/h "$IMAGE" ls /h 2>&1) && fail "admitted: $text"
    assert_contains "$text" "bind-mounts"
    docker_ rm lender >/dev/null
    docker_ volume rm disguise >/dev/null
}

# Most images for GPUs set the variable; runc does not read it.
test_an_image_made_for_gpus_runs_without_one() {
    under permissive eval 'tar -C "$WORK/image" -c . | docker_ import --change "USER 1001" --change "ENV NVIDIA_VISIBLE_DEVICES=all" - qw/cuda:1'
    assert_equal "$(docker_ run --rm "${SOFT[@]}" qw/cuda:1 id -u 2>&1)" 1001
}

test_old_versions_of_start_are_denied() {
    local text
    text=$(api_json POST /v1.23/containers/nosuch/start '{"Privileged":true}')
    assert_contains "$text" "denied by policy restricted: api-too-old"
}

test_one_run_asks_for_its_container_once() {
    local before after
    process_stop gate
    gate_start restricted --audit-reads || fail "the gate did not start"
    before=$(wc -l <"$AUDIT")
    docker_ run --rm "${HARDENED[@]}" "$IMAGE" true >/dev/null 2>&1 || fail "denied"
    after=$(tail -n "+$((before + 1))" "$AUDIT" | jq -r .operation | tr '\n' ' ')
    assert_contains "$after" "container.create "
    assert_lacks "$after" "container.inspect container.inspect"
    process_stop gate
    gate_start restricted || fail "the gate did not start"
}

# Each waits for an answer that needs a decision itself: more of them than there are workers.
test_all_workers_wait_at_once_and_all_are_answered() {
    local i
    for i in $(seq 48); do
        api_json POST "/v1.41/containers/create?name=many$i" "{\"Image\":\"$IMAGE\",\"Cmd\":[\"true\"],\"HostConfig\":{\"ReadonlyRootfs\":true,\"CapDrop\":[\"ALL\"],\"SecurityOpt\":[\"no-new-privileges\"],\"NetworkMode\":\"none\"}}" \
            >"$WORK/many.$i" 2>/dev/null &
        MANY[i]=$!
    done
    wait "${MANY[@]}"
    assert_equal "$(cat "$WORK"/many.* | grep -c '"Id"')" 48
    docker_ container prune -f >/dev/null
    rm -f "$WORK"/many.*
}

# start_again CONFIG [OPTION...]: what was admitted at create starts after the engine came back with CONFIG.
start_again() {
    local config=$1 id text
    shift
    process_stop main
    engine_start main "$config" "$@" || fail "the engine did not start with $config"
    id=$(docker_ create "${HARDENED[@]}" "$IMAGE" id -u 2>&1) || fail "$id"
    assert_equal "$(docker_ start -a "$id" 2>&1)" 1001
    process_stop main
    engine_start main "$config" "$@" || fail "the engine did not start again"
    assert_equal "$(docker_ start -a "$id" 2>&1)" 1001
    docker_ rm "$id" >/dev/null
}

test_what_was_admitted_starts_again_with_the_engines_own_defaults() {
    start_again "{\"authorization-plugins\":[\"$PLUGIN\"],\"default-runtime\":\"own\",\"runtimes\":{\"own\":{\"path\":\"$(command -v runc)\"}}}"
    start_again "{\"authorization-plugins\":[\"$PLUGIN\"],\"log-driver\":\"syslog\",\"log-opts\":{\"syslog-address\":\"udp://127.0.0.1:1\"}}"
    start_again "{\"authorization-plugins\":[\"$PLUGIN\"]}"
    echo "    # cgroup version $(docker_ info --format '{{.CgroupVersion}}')"
}
