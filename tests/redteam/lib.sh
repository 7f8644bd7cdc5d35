# What the roads of the red team are made of.  Sourced after tests/e2e/lib.sh.
# shellcheck shell=bash

# --- the host that is attacked ---------------------------------------------------------------

# $HOST is closed to everybody but root, $PRIZE below it is open: who can read the secret or write the target came
# in from above, through the engine.  Whoever runs inside a container as 1001 could then use it.
HOST=$(mktemp -d /var/lib/qw-redteam.XXXXXX)
PRIZE="$HOST/prize"
OPEN=$(mktemp -d /tmp/qw-redteam-open.XXXXXX) # a folder of the host that everybody may write
SECRET="secret-$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')"
PROCESS_TOKEN="process-$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')"
NETWORK_TOKEN="network-$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')"
KEPT="kept-$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')" # a folder there; its name is a secret too
HOST_NETWORK=$(readlink /proc/self/ns/net)

INTERFACE="qwr$(($$ % 100000))" # of the host, which an attacker would make
CGROUP="qw-redteam-$$" # of the host, likewise

LOOT="$WORK/loot"       # all that the attacker got to see on one road
ANSWERS="$WORK/answers" # what the engine said on one road, a line a request
ANSWER="$WORK/answer"   # the last answer

host_start() {
    local tries
    mkdir -p "$PRIZE" "$HOST/www"
    chmod 777 "$PRIZE" "$OPEN"
    printf '%s\n' "$SECRET" >"$PRIZE/secret"
    bash -c "exec -a $PROCESS_TOKEN sleep 3600" &
    PIDS[process]=$!
    python3 "$redteam/host.py" "$NETWORK_TOKEN" "$HOST/www" &
    PIDS[listener]=$!
    for ((tries = 0; tries < 200; tries++)); do
        [ -e "$HOST/port" ] && break
        sleep 0.05
    done
    PORT=$(cat "$HOST/port") || return
    PAYLOAD="cat /proc/self/status /proc/mounts /h/secret; ls -l /proc/self/ns/net; cat /proc/[0-9]*/cmdline; "
    PAYLOAD+="busybox wget -T 2 -qO- http://127.0.0.1:$PORT/token; echo changed >/h/target; echo; echo qw-end"
}

host_reset() {
    printf 'untouched\n' >"$PRIZE/target"
    chmod 666 "$PRIZE/target"
    find "$PRIZE" -mindepth 1 ! -name secret ! -name target -exec rm -rf {} +
    mkdir "$PRIZE/$KEPT"
    : >"$HOST/hits"
    : >"$LOOT"
    : >"$ANSWERS"
    find "$OPEN" -mindepth 1 -exec rm -rf {} +
    N_RECORDS=$(cat "$AUDIT" 2>/dev/null | wc -l)
}

host_remove() {
    chown 0:0 /dev/null # roads without a gate give it away
    rm -rf "$HOST" "$OPEN"
    find /sys/fs/cgroup -maxdepth 2 -name "$CGROUP" -exec rmdir {} + 2>/dev/null
}

# --- the oracles: they look at the host and at the loot, never at the status of an answer ----

# The engine puts a header of its own before each line of a log, so that no pattern here is bound to a line's begin.

TAB='([[:space:]]|\\t)' # as it stands in a log, or in the JSON of a build
loot_matches() { grep -qaE -e "$1" "$LOOT"; }
loot_has() { grep -qaF -e "$1" "$LOOT"; }

# Capabilities that a container of the levels cannot have: the engine's default set at most.
has_more_capabilities() {
    local set
    for set in $(grep -aoE "CapBnd:${TAB}[0-9a-f]{16}" "$LOOT" | grep -ao '[0-9a-f]\{16\}'); do
        [ $((16#$set & ~16#a80425fb)) -eq 0 ] || return 0
    done
    return 1
}

loot_count() { grep -ca "$1" "$LOOT"; }

seen_read() { loot_has "$SECRET" || loot_has "$KEPT"; }
seen_write() { [ "$(cat "$PRIZE/target" 2>/dev/null)" != untouched ] || [ "$(find "$PRIZE" | wc -l)" -ne 4 ]; }
seen_process() { loot_has "$PROCESS_TOKEN" || loot_has "--exec-root"; }
seen_network() { loot_has "$NETWORK_TOKEN" || loot_has "$HOST_NETWORK" || [ -s "$HOST/hits" ]; }
seen_power() { has_more_capabilities || loot_matches "Seccomp:${TAB}0"; }
seen_unmasked() { [ "$(loot_count 'proc /proc proc rw')" -gt "$(loot_count 'proc /proc/sys proc ro')" ]; }
seen_root() { loot_matches "Uid:${TAB}0"; }
seen_gid0() { ! seen_root && loot_matches "Gid:${TAB}0|Groups:(.*[[:space:]])?$TAB?0([[:space:]]|$)"; }
seen_soft() { loot_matches "NoNewPrivs:${TAB}0"; } # nothing keeps it from gaining rights
seen_write_open() { [ -n "$(find "$OPEN" -mindepth 1 -uid 0 ! -type l ! -name fine)" ]; } # as root, where anybody may write
seen_said() { loot_has "$TELLTALE"; }                         # a road may name what it hopes to be told

# The engine holds a privileged container or command: this machine may not be able to run one.
seen_privileged() { loot_has '"Privileged":true' || loot_has '"privileged":true'; }

seen_interface() { [ -e "/sys/class/net/$INTERFACE" ]; }

seen_swarm() { # other machines may start containers here
    [ -z "${SWARM_SEEN:-}" ] || return 0
    curl -s --max-time 5 --unix-socket "$SOCK" http://engine/info | grep -q '"LocalNodeState":"active"'
}

# The gate is gone: a privileged container is admitted.
seen_off() {
    local text
    [ "$LEVEL" != unguarded ] || return 1
    text=$(curl -s --max-time 30 --unix-socket "$SOCK" -H 'Content-Type: application/json' \
        --data '{"Image":"none","HostConfig":{"Privileged":true}}' http://engine/v1.41/containers/create)
    [[ $text != *"denied by policy"*privileged* ]]
}

# The gate is blind: it denied, or let be created, what stands nowhere in its log.
seen_unrecorded() {
    local id n_created
    [ "$LEVEL" != unguarded ] || return 1
    for id in $(sed -n 's/.*denied by policy [^[]*\[\([0-9a-f]\{8\}\)\].*/\1/p' "$ANSWERS" | sort -u); do
        grep -q "\"id\":\"$id\"" "$AUDIT" || return 0
    done
    n_created=$(grep -c '^201 POST .*/containers/create' "$ANSWERS")
    [ "$n_created" -gt "$(tail -n "+$((N_RECORDS + 1))" "$AUDIT" | grep '"decision":"allow"' | grep -c '"container.create"')" ]
}

EFFECTS=(read write write_open process network power unmasked root gid0 soft said privileged interface swarm off unrecorded)

# count_as_reached WHY: for what only the road itself can see.
count_as_reached() {
    printf '%s\n' "$1" >>"$ANSWERS"
    echo "$SECRET" >>"$LOOT"
}

# --- what the attacker has: the socket -------------------------------------------------------

# send METHOD PATH [CURL-OPTION...]: the answer goes into the loot.
send() {
    api "$@" --max-time "${PATIENCE:-15}" >"$ANSWER"
    keep_answer "$1" "$2"
}

keep_answer() { # keep_answer METHOD PATH
    printf '%s %s %.200s: %s\n' "$(status)" "$1" "$2" "$(head -c 400 "$ANSWER" | tr -d '\0' | tr '\n\r' '  ')" >>"$ANSWERS"
    cat "$ANSWER" >>"$LOOT"
    echo >>"$LOOT"
}

send_json() { # send_json METHOD PATH JSON [CURL-OPTION...]
    local method=$1 path=$2 json=$3
    shift 3
    send "$method" "$path" -H 'Content-Type: application/json' --data-binary "$json" "$@"
}

send_empty() { send "$1" "$2" -H 'Content-Length: 0'; }

send_stream() { # send_stream METHOD PATH FILE [TYPE]
    send "$1" "$2" -H "Content-Type: ${4:-application/x-tar}" --data-binary "@$3"
}

# type_into METHOD PATH raw|ws|form: types the payload into a stream.
type_into() {
    printf '%s\n' "$PAYLOAD" | python3 "$redteam/hijack.py" "$SOCK" "$1" "$2" "$3" >"$ANSWER" 2>"$WORK/typed"
    head -n 1 "$ANSWER" | tr -d '\r\0' | cut -d ' ' -f 2 >"$WORK/status"
    keep_answer "$1" "$2"
}

made() { jq -r '.Id // .ID // empty' <"$ANSWER" 2>/dev/null; } # the id in the last answer

made_or() { # made_or WORD: the id, or WORD where there is none
    local id
    id=$(made)
    printf '%s' "${id:-$1}"
}

# run_container NAME: starts it, waits for its end and takes what it said.
run_container() {
    [ -n "$1" ] || return
    send_empty POST "/v1.41/containers/$1/start"
    read_container "$1"
}

read_container() {
    api POST "/v1.41/containers/$1/wait" -H 'Content-Length: 0' --max-time 10 >/dev/null
    send GET "/v1.41/containers/$1/logs?stdout=1&stderr=1"
}

# run_body BODY [PATH]: creates a container and runs it.
run_body() {
    send_json POST "${2:-/v1.41/containers/create}" "$1"
    run_container "$(made)"
}

# hardened MORE-OF-HOSTCONFIG [MORE-OF-CONFIG]: a body that passes everywhere but for what is added.
hardened() {
    printf '{%s%s,"HostConfig":{%s%s}}' "$TOP" "${2:+,$2}" "$HARD" "${1:+,$1}"
}

# before_the_gate COMMAND...: what stood on this host before it was guarded.
before_the_gate() {
    WAS_BEFORE=1
    [ "$LEVEL" = unguarded ] || gate_use permissive
    "$@" >"$WORK/before" 2>&1
    [ "$LEVEL" = unguarded ] || gate_use "$LEVEL_POLICY"
}

# make_image NAME DOCKER-IMPORT-CHANGE... [-- PASSWD-LINE...]
make_image() {
    local name=$1 changes=()
    shift
    while [ $# -gt 0 ] && [ "$1" != -- ]; do changes+=(--change "$1") && shift; done
    rm -rf "$WORK/made" && cp -a "$WORK/image" "$WORK/made"
    [ $# -lt 2 ] || printf '%s\n' "${@:2}" >"$WORK/made/etc/passwd"
    tar -C "$WORK/made" -c . | docker_ import "${changes[@]}" - "$name"
}

# Leaves the swarm again, as the host's own root could.
end_swarm() {
    seen_swarm || return 0
    SWARM_SEEN=1
    curl -s -o /dev/null --max-time 20 --unix-socket "$SOCK" -X POST -H 'Content-Length: 0' 'http://engine/swarm/leave?force=1'
}

# An attacker may remove what is here; volumes and images of a road go too, the two first images stay.
tidy_up() {
    local id
    [ -n "$WAS_BEFORE" ] || grep -q '^2' "$ANSWERS" || return 0 # nothing was made
    for id in $(curl -s --max-time 5 --unix-socket "$SOCK" 'http://engine/containers/json?all=1' | jq -r '.[].Id' 2>/dev/null); do
        curl -s -o /dev/null --max-time 20 --unix-socket "$SOCK" -X DELETE -H 'Content-Length: 0' "http://engine/containers/$id?force=1&v=1"
    done
    curl -s -o /dev/null --max-time 20 --unix-socket "$SOCK" -X POST -H 'Content-Length: 0' http://engine/networks/prune
    for id in $(curl -s --max-time 5 --unix-socket "$SOCK" http://engine/volumes | jq -r '.Volumes[]?.Name' 2>/dev/null); do
        curl -s -o /dev/null --max-time 20 --unix-socket "$SOCK" -X DELETE -H 'Content-Length: 0' "http://engine/volumes/$id"
    done
}

# --- the table of roads ----------------------------------------------------------------------

ROADS=()
declare -A ITEM=() EFFECT=() SENTENCE=() OPTIONS=()

# road ITEM NAME EFFECTS SENTENCE [OPTION...]: a function of that name follows.
#   ITEM: the line of engine.md 8 (8.1 to 8.14), or 5.1 for an endpoint of class (c)
#   EFFECTS: what it does to a host without a gate (EFFECTS above)
#   granted=LEVEL,...: rules.md grants these effects at these levels
#   engines=ENGINE,...: only there it works without a gate; elsewhere the engine itself refuses it
#   no_control=WHY: it cannot be shown to work here without a gate
road() {
    ROADS+=("$2")
    ITEM[$2]=$1 EFFECT[$2]=$3 SENTENCE[$2]=$4
    shift 4
    OPTIONS[${ROADS[-1]}]=$(printf '%s\n' "$@")
}

option() { sed -n "s/^$2=//p" <<<"${OPTIONS[$1]}"; } # option ROAD NAME

lists() { [[ ",$1," == *",$2,"* ]]; } # lists LIST WORD
