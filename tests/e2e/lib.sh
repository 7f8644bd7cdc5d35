# The parts of an end-to-end test: a private dockerd guarded by a private quaywarden.  Sourced.
# Needs: ENGINE (20.10, 26.1 or 28.5), QW_BIN (the program), QW_ENGINES (folder of tests/engines/fetch).
# shellcheck shell=bash

case $ENGINE in
26.1) needed="$QW_ENGINES/trixie/version" ;;
28.5) needed="$QW_ENGINES/sid/version" ;;
*) needed=/usr/sbin/dockerd ;;
esac
if [ ! -e "$needed" ]; then
    echo "SKIP engine $ENGINE cannot be had here"
    [ "$ENGINE" = 20.10 ] && exit 1
    exit 77
fi

WORK=$(mktemp -d /tmp/qw-e2e.XXXXXX)
PLUGIN="qwtest-$$"
PLUGIN_SOCKET="/run/docker/plugins/$PLUGIN.sock"
AUDIT="$WORK/audit.jsonl"
IMAGE=qw/busybox:1    # its USER is 1001
ROOT_IMAGE=qw/root:1 # names no user
declare -A PIDS=() # what we started, by name

# --- engines ---------------------------------------------------------------------------------

case $ENGINE in
20.10) ENGINE_BIN="" ;;
26.1) ENGINE_BIN="$QW_ENGINES/trixie/usr" ;;
28.5) ENGINE_BIN="$QW_ENGINES/sid/usr" ;;
*) echo "unknown engine $ENGINE" >&2 && exit 2 ;;
esac
if [ -n "$ENGINE_BIN" ]; then
    ENGINE_PATH="$ENGINE_BIN/sbin:$ENGINE_BIN/bin:$PATH"
    CLIENT="$ENGINE_BIN/bin/docker"
    DOCKERD="$ENGINE_BIN/sbin/dockerd"
else
    ENGINE_PATH="/usr/sbin:/usr/bin:$PATH"
    CLIENT=/usr/bin/docker
    DOCKERD=/usr/sbin/dockerd
fi
export DOCKER_CONFIG="$WORK/docker-config" DOCKER_CLI_HINTS=false
mkdir -p "$DOCKER_CONFIG"

# A daemon of these tests leaves the network of the machine alone.  Who has a network of his own says otherwise.
declare -p ENGINE_NETWORK >/dev/null 2>&1 || ENGINE_NETWORK=(--iptables=false --ip6tables=false --bridge=none)

# engine_start NAME CONFIG-JSON [OPTION...]: a daemon in $WORK/NAME; returns when it answers.
engine_start() {
    local name=$1 config=$2 root="$WORK/$1" tries
    shift 2
    mkdir -p "$root"
    printf '%s\n' "$config" >"$root/daemon.json"
    PATH="$ENGINE_PATH" "$DOCKERD" --data-root "$root/data" --exec-root "$root/exec" \
        -H "unix://$root/docker.sock" --pidfile "$root/pid" --config-file "$root/daemon.json" \
        "${ENGINE_NETWORK[@]}" "$@" >>"$root/log" 2>&1 &
    PIDS[$name]=$!
    for ((tries = 0; tries < 300; tries++)); do
        curl -s -o /dev/null --max-time 2 --unix-socket "$root/docker.sock" http://engine/_ping && return
        kill -0 "${PIDS[$name]}" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

# process_stop NAME [SIGNAL]: ends what was started under NAME and waits for it.  An engine that does not end within
# half a minute (28.5, once it has left a swarm) is killed, and its containerd after it.
process_stop() {
    local pid=${PIDS[$1]:-} tries
    [ -n "$pid" ] || return 0
    kill "-${2:-TERM}" "$pid" 2>/dev/null
    for ((tries = 0; tries < 300; tries++)); do
        [ -e "/proc/$pid/exe" ] || break # nothing, or to be waited for
        sleep 0.1
    done
    if [ -e "/proc/$pid/exe" ]; then
        kill -KILL "$pid"
        [ ! -e "$WORK/$1/exec/containerd/containerd.pid" ] || kill "$(cat "$WORK/$1/exec/containerd/containerd.pid")"
    fi
    wait "$pid" 2>/dev/null
    PIDS_STATUS=$?
    unset "PIDS[$1]"
}

SOCK="$WORK/main/docker.sock" # of the guarded engine

# --- quaywarden ------------------------------------------------------------------------------

# gate_start POLICY [OPTION...]: returns when it is ready.
gate_start() {
    local policy=$1 ready="$WORK/ready"
    shift
    rm -f "$ready" && mkfifo "$ready"
    "$QW_BIN" serve --socket "$PLUGIN_SOCKET" --policy "$policy" --audit "$AUDIT" --engine "unix:$SOCK" \
        --ready-fd 3 "$@" 3>"$ready" 2>>"$WORK/gate.log" &
    PIDS[gate]=$!
    GATE_POLICY=$policy
    [ "$(timeout 20 head -c 1 "$ready" | wc -c)" -eq 1 ]
}

gate_use() { # gate_use POLICY: the gate runs with POLICY afterwards
    [ "${GATE_POLICY:-}" = "$1" ] && [ -n "${PIDS[gate]:-}" ] && return
    process_stop gate
    gate_start "$1"
}

# --- the guarded engine ----------------------------------------------------------------------

# A static busybox with a user; also what the tests' images are made of.
make_image_folder() {
    local root="$WORK/image" applet
    mkdir -p "$root"/{bin,etc,tmp,proc,sys,dev}
    cp "$(command -v busybox)" "$root/bin/busybox"
    for applet in sh cat id sleep ls echo true touch grep; do ln -s busybox "$root/bin/$applet"; done
    printf 'root:x:0:0::/:/bin/sh\napp:x:1001:1001::/:/bin/sh\n' >"$root/etc/passwd"
    printf 'root:x:0:\napp:x:1001:\n' >"$root/etc/group"
}

images_import() {
    make_image_folder
    tar -C "$WORK/image" -c . | docker_ import --change 'USER 1001' - "$IMAGE" >/dev/null || return
    tar -C "$WORK/image" -c . | docker_ import - "$ROOT_IMAGE" >/dev/null
}

# An engine that asks the gate (which runs `permissive`), with the two images.
guarded_engine_start() {
    gate_start permissive || return
    engine_start main "{\"authorization-plugins\": [\"$PLUGIN\"]}" "$@" && images_import
}

# The same engine without a gate: what an attack does there shows that its test can fail.
unguarded_engine_start() { engine_start main '{}' "$@" && images_import; }

# --- talking to it ---------------------------------------------------------------------------

docker_() { PATH="$ENGINE_PATH" timeout -k 5 60 "$CLIENT" -H "unix://$SOCK" "$@"; }

# api METHOD PATH [CURL-OPTION...]: prints the body; the status stands in $STATUS_FILE.
api() {
    local method=$1 path=$2
    shift 2
    curl -s --max-time 60 --path-as-is --unix-socket "$SOCK" -X "$method" \
        -w '%{stderr}%{http_code}' "$@" "http://engine$path" 2>"$WORK/status"
}
status() { cat "$WORK/status"; }

# api_json METHOD PATH JSON
api_json() { api "$1" "$2" -H 'Content-Type: application/json' --data-binary "$3"; }

HARDENED=(--read-only --cap-drop ALL --user 1001:1001 --security-opt no-new-privileges --network none)

# --- assertions: each prints what it saw and fails the test ----------------------------------

fail() {
    printf '    %s\n' "$@" >&2
    FAILED=1
    return 0
}

assert_equal() { [ "$1" = "$2" ] || fail "expected: $2" "got:      $1"; }

assert_contains() {
    case $1 in
    *"$2"*) ;;
    *) fail "expected to hold: $2" "got: $1" ;;
    esac
}

assert_lacks() {
    case $1 in
    *"$2"*) fail "expected not to hold: $2" "got: $1" ;;
    esac
}

assert_status() { assert_equal "$(status)" "$1"; }

# assert_denied RULES TEXT: TEXT is dockerd's error with exactly RULES in its first line.
assert_denied() {
    local first
    first=$(printf '%s\n' "$2" | grep -m 1 -o 'authorization denied by plugin.*' | tr -d '"')
    case $first in
    "authorization denied by plugin $PLUGIN: denied by policy $GATE_POLICY: $1 ["*) ;;
    *) fail "expected a denial by: $1" "got: $2" ;;
    esac
}

# --- the end ---------------------------------------------------------------------------------

cleanup() {
    local name tries mount
    for name in "${!PIDS[@]}"; do
        [ "$name" = gate ] || process_stop "$name"
    done
    process_stop gate
    for tries in 1 2 3; do
        while read -r mount; do umount -l "$mount" 2>/dev/null; done < <(
            awk -v work="$WORK/" 'index($2, work) == 1 { print $2 }' /proc/mounts | sort -r)
        rm -rf "$WORK" 2>/dev/null && break
        sleep "0.$tries"
    done
    rm -f "$PLUGIN_SOCKET"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
