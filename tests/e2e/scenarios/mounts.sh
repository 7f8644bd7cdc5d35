# What is mounted on the host at and below a path that is mounted: binds are recursive.
# shellcheck shell=bash
POLICY=baseline

chroot_make() {
    CHROOT=$(mktemp -d /srv/qw-e2e.XXXXXX)
    mkdir "$CHROOT"/{proc,etc,data,other} && chmod 755 "$CHROOT"
}

# chroot_remove MOUNT...: in the order in which they are taken away.
chroot_remove() {
    local mount
    for mount in "$@"; do umount "$CHROOT/$mount"; done
    rm -rf --one-file-system "$CHROOT"
}

# show PATH WANTED: $TEXT is what a root container says of it at baseline; at permissive it shows WANTED (the
# control).
show() {
    gate_use permissive
    assert_contains "$(docker_ run --rm --network none -v "$CHROOT:/h" "$ROOT_IMAGE" cat "/h/$1" 2>&1)" "$2"
    gate_use baseline
    TEXT=$(docker_ run --rm --network none -v "$CHROOT:/h" "$ROOT_IMAGE" cat "/h/$1" 2>&1)
}

test_a_procfs_below_a_folder_is_not_shown() {
    chroot_make
    mount -t proc proc "$CHROOT/proc"
    show "proc/$$/comm" "$(cat /proc/$$/comm)"
    assert_denied bind-mounts "$TEXT"
    assert_contains "$TEXT" "which shows a file system of the kernel (proc), mounted at "
    assert_contains "$TEXT" "$CHROOT/proc"
    assert_denied bind-mounts "$(docker_ run --rm --network none -v "$CHROOT/proc/sys:/h" "$ROOT_IMAGE" true 2>&1)"
    assert_denied bind-mounts "$(docker_ volume create -o type=none -o o=bind -o "device=$CHROOT" procfs 2>&1)"
    chroot_remove proc
}

test_a_bind_of_a_denied_folder_is_not_shown() {
    chroot_make
    mount --bind /etc "$CHROOT/etc"
    show etc/passwd root:x:0:0
    assert_denied bind-mounts "$TEXT"
    assert_contains "$TEXT" "which shows files of /etc, mounted at "
    assert_denied bind-mounts "$(docker_ run --rm --network none -v "$CHROOT/etc:/h" "$ROOT_IMAGE" true 2>&1)"
    chroot_remove etc
}

test_what_came_to_be_mounted_later_is_seen_at_the_start() {
    chroot_make
    docker_ create --name later --network none -v "$CHROOT:/h" "$ROOT_IMAGE" cat /h/etc/passwd >/dev/null ||
        fail "create"
    mount --bind /etc "$CHROOT/etc"
    assert_denied bind-mounts "$(docker_ start -a later 2>&1)"
    umount "$CHROOT/etc"
    assert_contains "$(docker_ start -a later 2>&1)" "No such file" # denied for that mount alone
    docker_ rm later >/dev/null
    chroot_remove
}

test_file_systems_of_files_are_shown() {
    chroot_make
    mount -t tmpfs none "$CHROOT/data" && echo ours >"$CHROOT/data/file"
    mount --bind "$CHROOT/data" "$CHROOT/other"
    assert_equal "$(docker_ run --rm --network none -v "$CHROOT:/h" "$ROOT_IMAGE" cat /h/other/file 2>&1)" ours
    assert_equal "$(docker_ run --rm --network none -v "$CHROOT/data:/h" "$ROOT_IMAGE" cat /h/file 2>&1)" ours
    chroot_remove other data
}

# Who allows a folder means what is in it, and not what has another name.
test_an_allowed_folder_is_what_is_mounted_there() {
    chroot_make
    local hardened=(run --rm "${HARDENED[@]}")
    mount -t tmpfs none "$CHROOT/data" && echo ours >"$CHROOT/data/file"
    mount --bind "$CHROOT/data" "$CHROOT/other"
    printf '{"version":1,"name":"site","extends":"restricted","rules":{"bind-mounts":{"allow":["%s"]}}}' \
        "$CHROOT/other" >"$WORK/mounts.json"
    gate_use "$WORK/mounts.json"
    assert_equal "$(docker_ "${hardened[@]}" -v "$CHROOT/other:/h:ro" "$IMAGE" cat /h/file 2>&1)" ours
    mkdir "$CHROOT/other/etc" && mount --bind /etc "$CHROOT/other/etc"
    assert_contains "$(docker_ "${hardened[@]}" -v "$CHROOT/other:/h:ro" "$IMAGE" cat /h/file 2>&1)" \
        "which shows what may not be mounted, mounted at"
    gate_use baseline
    chroot_remove other/etc other data
}

# write_below TEXT OPTION...: what a hardened container says that has the options and writes TEXT below /h/data.
write_below() {
    local text=$1
    shift
    docker_ run --rm "${HARDENED[@]}" "$@" "$IMAGE" sh -c "echo $text >/h/data/file" 2>&1
}

# below_body OPTION: of a create of the same kind, which mounts $CHROOT for reading with the bind option OPTION.
below_body() {
    printf '{"Image":"%s","User":"1001:1001","Cmd":["sh","-c","cat /h/data/file; echo theirs >/h/data/file"],
        "HostConfig":{"ReadonlyRootfs":true,"CapDrop":["ALL"],"SecurityOpt":["no-new-privileges"],"NetworkMode":"none",
        "Mounts":[{"Type":"bind","Source":"%s","Target":"/h","ReadOnly":true,"BindOptions":{"%s":true}}]}}' \
        "$IMAGE" "$CHROOT" "$1"
}

# Who allows a folder for reading means what is mounted below it as well.
test_read_only_does_not_reach_what_is_mounted_below() {
    chroot_make
    local mount="type=bind,source=$CHROOT,target=/h,readonly" body text
    mount -t tmpfs -o mode=1777 none "$CHROOT/data"
    printf '{"version":1,"name":"site","extends":"restricted","rules":{"bind-mounts":{"allow":["%s"]}}}' \
        "$CHROOT" >"$WORK/reading.json"
    printf '{"version":1,"name":"site","extends":"restricted","rules":{"bind-mounts":{"allow":["%s",%s]}}}' \
        "$CHROOT" "{\"path\":\"$CHROOT/data\",\"access\":\"rw\"}" >"$WORK/writing.json"

    # the control: a read-only bind that does not reach it, in the words of each engine
    body=$(below_body ReadOnlyNonRecursive)
    gate_use permissive
    api_json POST '/containers/create?name=below' "$body" >/dev/null
    docker_ start -a below >/dev/null 2>&1
    docker_ rm -f below >/dev/null
    assert_equal "$(cat "$CHROOT/data/file" 2>&1)" theirs

    gate_use "$WORK/reading.json"
    api_json POST '/containers/create?name=below' "$body" >"$WORK/answer"
    assert_status 403
    for text in "$(cat "$WORK/answer")" "$(write_below bind -v "$CHROOT:/h:ro")" "$(write_below mount --mount "$mount")"; do
        GATE_POLICY=site assert_denied bind-mounts "$text"
        assert_contains "$text" "for reading, which leaves what is mounted below it at"
    done
    assert_equal "$(cat "$CHROOT/data/file")" theirs
    assert_equal "$(docker_ run --rm "${HARDENED[@]}" -v "$CHROOT/data:/h:ro" "$IMAGE" cat /h/file 2>&1)" theirs
    assert_equal "$(docker_ run --rm "${HARDENED[@]}" -v "$CHROOT/other:/h:ro" "$IMAGE" ls /h 2>&1)" ""

    gate_use "$WORK/writing.json"
    assert_equal "$(docker_ run --rm "${HARDENED[@]}" -v "$CHROOT:/h:ro" "$IMAGE" ls /h/data 2>&1)" file
    gate_use baseline
    chroot_remove data
}

# What is asked of an engine that does not know the word is no promise.
test_read_only_reaches_below_where_the_engine_is_made_to() {
    chroot_make
    local body text
    mount -t tmpfs -o mode=1777 none "$CHROOT/data" && echo ours >"$CHROOT/data/file"
    printf '{"version":1,"name":"site","extends":"restricted","rules":{"bind-mounts":{"allow":["%s"]}}}' \
        "$CHROOT" >"$WORK/reading.json"
    gate_use "$WORK/reading.json"
    body=$(below_body ReadOnlyForceRecursive)
    text=$(api_json POST '/containers/create?name=forced' "$body")
    if [ "$ENGINE" = 20.10 ]; then
        GATE_POLICY=site assert_denied bind-mounts "$text"
    else
        assert_status 201
        text=$(docker_ start -a forced 2>&1)
        assert_contains "$text" ours
        assert_contains "$text" "Read-only file system"
        docker_ rm -f forced >/dev/null
    fi
    assert_equal "$(cat "$CHROOT/data/file")" ours
    gate_use baseline
    chroot_remove data
}

# The same socket has two names here; the engine is asked by a link to the other one.
test_a_socket_that_is_asked_by_a_link_stays_outside_by_its_own_name() {
    local folder link="$WORK/link.sock" text
    folder=$(mktemp -d /tmp/qw-e2e-link.XXXXXX) && chmod 755 "$folder"
    ln "$SOCK" "$folder/real.sock" && ln -s "$folder/real.sock" "$link" || fail "no second name"
    gate_use baseline
    assert_equal "$(docker_ run --rm --network none -v "$folder:/h" "$ROOT_IMAGE" ls /h 2>&1)" real.sock
    process_stop gate
    gate_start baseline --engine "unix:$link" || fail "the gate did not start"
    text=$(docker_ run --rm --network none -v "$folder:/h" "$ROOT_IMAGE" ls /h 2>&1) && fail "admitted: $text"
    assert_denied engine-sockets "$text"
    assert_contains "$text" "and with it $folder/real.sock, the way to the Docker engine"
    process_stop gate
    gate_start baseline || fail "the gate did not start"
    rm -rf "$folder" "$link"
}
