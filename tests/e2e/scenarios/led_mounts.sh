# Mounts whose targets symbolic links lead elsewhere.  Over /dev, runc before 1.2.8 opens, as root, whatever /dev/null
# is a link to, and hands it to the process of the container, which needs no right for it.
# shellcheck shell=bash
POLICY=restricted

# opened_by_runc ARG...: $WORK/opened holds what the standard output of a container that only sleeps leads to, $WORK/err
# what docker says.
opened_by_runc() {
    local id
    : >"$WORK/opened"
    id=$(docker_ run -d "${HARDENED[@]}" "$@" 2>"$WORK/err")
    [ -z "$id" ] || readlink "/proc/$(docker_ inspect --format '{{.State.Pid}}' "$id")/fd/1" >"$WORK/opened"
    docker_ rm -f "$id" >/dev/null 2>&1
    chown 0:0 /dev/null # runc gives the host's own to the user of a container whose /dev/null is a link
}

# is_led ARG...: without a gate that denies, runc is led (where it can be); with it, the rule `volumes` denies.
is_led() {
    gate_use permissive
    opened_by_runc "$@"
    case $(PATH="$ENGINE_PATH" runc --version | head -n 1) in
    "runc version 1.1."*) assert_contains "$(cat "$WORK/opened" "$WORK/err")" /proc/version ;;
    *) echo "    no control: this engine's runc is not known to be led" ;;
    esac
    gate_use restricted
    opened_by_runc "$@"
    assert_denied volumes "$(of_volumes "$(cat "$WORK/err")")"
    assert_equal "$(cat "$WORK/opened")" ""
}

# An engine that tells nothing of a container's files leaves its group number unknown as well.
of_volumes() { sed 's/: groups, volumes \[/: volumes [/' <<<"$1"; }

NOT_ASKED="an engine before 24.0 is not safe to ask about more than one mount"

# denied_for TEXT [TEXT-OF-20.10]: docker says TEXT, or, on an engine that follows no absolute link to a volume's place,
# that it tells nothing of the container.
denied_for() {
    assert_denied volumes "$(of_volumes "$(cat "$WORK/err")")"
    case $ENGINE in
    28.5) assert_contains "$(cat "$WORK/err")" "cannot be judged: the engine answered with status 500." ;;
    20.10) assert_contains "$(cat "$WORK/err")" "${2:-$1}" ;;
    *) assert_contains "$(cat "$WORK/err")" "$1" ;;
    esac
}

# make_led_image NAME LINK TEXT: an image with a symbolic link, and one in the place of /dev/null.
make_led_image() {
    local folder="$WORK/led-$$"
    cp -a "$WORK/image" "$folder"
    mkdir -p "$folder/data" "$(dirname "$folder$2")"
    ln -s "$3" "$folder$2" && ln -s /proc/version "$folder/dev/null"
    gate_use permissive
    tar -C "$folder" -c . | docker_ import - "$1" >/dev/null || fail "import"
    rm -rf "$folder"
    gate_use restricted
}

# make_volumes COMMAND NAME...: volumes that uid 1001 may write, in which COMMAND has run, each at its name.
make_volumes() {
    local command=$1 volume mounts=()
    shift
    for volume; do
        docker_ volume create --opt type=tmpfs --opt device=tmpfs --opt o=uid=1001 "$volume" >/dev/null || fail "volume"
        mounts+=(-v "$volume:/$volume")
    done
    WRITER=$(docker_ run -d "${HARDENED[@]}" "${mounts[@]}" "$IMAGE" sh -c "$command; exec sleep 300") || fail "writer"
}

remove_volumes() {
    docker_ rm -f "$WRITER" >/dev/null
    docker_ volume rm "$@" >/dev/null || fail "volumes stay"
}

test_a_link_in_an_image_leads_no_volume_to_dev() {
    make_led_image qw/led:1 /led /dev
    is_led -v /led qw/led:1 sleep 60
    denied_for 'is mounted at "/led", which symbolic links lead to "/dev"'
}

test_a_link_in_a_volume_leads_no_other_to_dev() {
    make_volumes 'busybox ln -s /dev /first/led; busybox ln -s /proc/version /second/null' first second
    is_led -v first:/a:nocopy -v second:/a/led:nocopy "$IMAGE" sleep 60
    assert_contains "$(cat "$WORK/err")" 'is mounted at "/a/led", below the mount at "/a"'
    remove_volumes first second
}

# What the link in the volume leads to now is harmless: it can be another at any time.
test_a_link_in_an_image_leads_no_volume_through_another() {
    make_led_image qw/through:1 /led /first/led
    make_volumes 'busybox ln -s /data /first/led' first second
    opened_by_runc -v first:/first:nocopy -v second:/led:nocopy qw/through:1 sleep 60
    denied_for '"/first/led", in the mount at "/first"' "$NOT_ASKED"
    docker_ stop -t 0 "$WRITER" >/dev/null # both may have been passed on by then
    opened_by_runc -v first:/first:nocopy -v second:/led:nocopy qw/through:1 sleep 60
    denied_for '"/first/led", in the mount at "/first"' "$NOT_ASKED"
    remove_volumes first second
}

test_a_led_container_is_opened_by_no_door() {
    local text id
    make_led_image qw/door:1 /led /dev
    id=$(docker_ create "${HARDENED[@]}" -v /led qw/door:1 sleep 60) || fail "create"
    for door in "start $id" "restart $id" "cp $id:/etc/passwd -" "export $id"; do
        # shellcheck disable=SC2086 # words
        text=$(docker_ $door 2>&1) && fail "$door admitted"
        assert_contains "$(of_volumes "$text")" "denied by policy restricted: volumes"
    done
    docker_ rm "$id" >/dev/null
}

test_ordinary_mounts_pass() {
    local text
    make_led_image qw/linked:1 /var/run /run
    make_led_image qw/linked:2 /var/run ../run
    for text in "-v some:/data --tmpfs /tmp --tmpfs /run qw/linked:1" "-v some:/data --tmpfs /var/run qw/linked:1" \
        "--mount type=volume,target=/new/folder/here qw/linked:1" "-v some:/run/app --tmpfs /run qw/linked:1"; do
        # shellcheck disable=SC2086 # words
        docker_ run --rm "${HARDENED[@]}" $text true >"$WORK/err" 2>&1 || fail "$text" "$(cat "$WORK/err")"
        docker_ volume rm -f some >/dev/null
    done
    docker_ run --rm "${HARDENED[@]}" -v some:/var/run/app qw/linked:1 true >"$WORK/err" 2>&1
    case $ENGINE in
    28.5) denied_for "" ;;
    *) assert_equal "$(cat "$WORK/err")" "" ;;
    esac
    docker_ ps -aq --filter volume=some | xargs -r docker -H "unix://$SOCK" rm -f >/dev/null
    docker_ volume rm -f some >/dev/null
    docker_ run --rm "${HARDENED[@]}" -v some:/var/run/app -v other:/data qw/linked:2 true >"$WORK/err" 2>&1
    assert_equal "$(cat "$WORK/err")" ""
    docker_ ps -aq --filter volume=some | xargs -r docker -H "unix://$SOCK" rm -f >/dev/null
    docker_ volume rm some other >/dev/null
}

# The links are read without the tmpfs that will hide them.
test_a_tmpfs_hides_no_link_on_the_way() {
    local folder="$WORK/hidden"
    cp -a "$WORK/image" "$folder"
    mkdir -p "$folder"/{k,x,r/dev,r/s/dev,r/s/t} && ln -s ../x/q/../../dev "$folder/k/L1" && ln -s ../r/s/t "$folder/x/q"
    gate_use permissive
    tar -C "$folder" -c . | docker_ import - qw/hidden:1 >/dev/null || fail "import"
    gate_use restricted
    docker_ run --rm "${HARDENED[@]}" --tmpfs /x -v some:/k/L1 qw/hidden:1 true >"$WORK/err" 2>&1 && fail "admitted"
    assert_contains "$(cat "$WORK/err")" "denied by policy restricted: volumes"
    docker_ ps -aq --filter volume=some | xargs -r docker -H "unix://$SOCK" rm -f >/dev/null
    docker_ volume rm some >/dev/null
    rm -rf "$folder"
}

test_a_container_is_followed_again_at_each_start() {
    local id
    make_led_image qw/again:1 /var/run ../run
    id=$(docker_ create "${HARDENED[@]}" -v /var/run/app qw/again:1 sleep 60) || fail "create"
    docker_ start "$id" >/dev/null || fail "start"
    docker_ restart -t 0 "$id" >/dev/null || fail "restart"
    docker_ stop -t 0 "$id" >/dev/null || fail "stop"
    docker_ start "$id" >/dev/null || fail "second start"
    docker_ exec "$id" true || fail "exec"
    docker_ rm -fv "$id" >/dev/null
}
