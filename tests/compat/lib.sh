# Rows, levels and clients of tests/compat.  Sourced after tests/e2e/lib.sh.
# shellcheck shell=bash

ROW_SECONDS=120
TOOLS="$WORK/tools"     # stands first on PATH: the client under test
PROJECT="$WORK-project" # where the rows run: whatever lies beside the gate's audit log may not be mounted
trap 'cleanup; rm -rf "$PROJECT"' EXIT
REGISTRY=127.0.0.1:5000
n_wrong=0               # rows of all levels that went wrong
SUMMARY=()

# --- what the rules deny for good reason, and the line that opens it --------------------------

# Kinds of work that need more than a level: `build` makes images, `copy-in` writes into containers,
# `copy-of-running` and `copy-into-running` are about one that runs, `make-image` stores images, `subnet` chooses
# addresses of a network, `shared-volume` mounts one that a running container uses, without nocopy.

holes_of() { # holes_of KIND: on this engine, by policy/README.md
    case $ENGINE:$1 in
    20.10:build) echo CVE-2024-23653 ;;
    20.10:*) ;;
    *:copy-in) echo GHSA-x86f-5xw2-fm2r ;;
    *:copy-of-running) echo GHSA-vp62-88p7-qqf5 ;;
    *:copy-into-running) printf '%s\n' GHSA-x86f-5xw2-fm2r GHSA-vp62-88p7-qqf5 ;;
    esac
}

class_of() { # class_of KIND: the class of operations that this level denies
    case $LEVEL:$1 in
    restricted:build | restricted:make-image) echo class:build ;;
    restricted:copy-in*) echo class:inject ;;
    esac
}

operations_of() { # operations_of KIND: a pattern of the operations that may be denied for it
    case $1 in
    build) echo '^build\.' ;;
    make-image) echo '^image\.(import|load|commit)$' ;;
    copy-in) echo '^container\.archive\.put$' ;;
    copy-of-running | copy-into-running) echo '^container\.(archive\.get|archive\.put|export)$' ;;
    subnet) echo '^network\.create$' ;;
    shared-volume) echo '^container\.create$' ;;
    esac
}

policy_lines() { # policy_lines KIND: what a policy file adds to the level; nothing when the level suffices
    local holes class
    holes=$(holes_of "$1" | jq -R . | paste -s -d ,) class=$(class_of "$1")
    [ -z "$holes" ] || printf '"engine": {"fixed": [%s]}\n' "$holes"
    [ -z "$class" ] || printf '"operations": {"allow": ["%s"]}\n' "$class"
    [ "$LEVEL:$1" != restricted:shared-volume ] || printf '"rules": {"volumes": {"allow_copy_up": true}}\n'
    [ "$LEVEL:$1" != restricted:subnet ] || printf '"rules": {"networks": {"subnets": ["10.213.0.0/16"]}}\n'
}

policy_open() { # policy_open KIND...: the gate runs at the level with the lines of all KINDs
    local kind file="$WORK/policies/$LEVEL-and-$1.json"
    mkdir -p "$WORK/policies"
    for kind in "$@"; do
        policy_lines "$kind" | sed 's/.*/{&}/'
    done | jq -s --arg level "$LEVEL" 'reduce .[] as $line ({version: 1, extends: $level};
        reduce ($line | paths(type == "array" or type == "boolean")) as $at (.; setpath($at; getpath($at) + ($line | getpath($at)))))' >"$file"
    gate_use "$file"
}

# --- rows ------------------------------------------------------------------------------------

denials() { grep -c '"decision":"deny"' "$AUDIT"; }

last_denials() { grep '"decision":"deny"' "$AUDIT" | tail -n "$1"; } # last_denials N

# attempt COMMAND: its exit status in CODE, its output in $WORK/row, the number of its denials in NEW.
attempt() {
    (cd "$PROJECT" && exec timeout -k 5 "$ROW_SECONDS" bash -o pipefail -c "$1") </dev/null >"$WORK/row" 2>&1
    CODE=$?
    NEW=$(($(denials) - SEEN))
    SEEN=$((SEEN + NEW))
}

tell() { printf '%-8s %3s  %-10s %-14s %s\n' "$1" "$2" "$LEVEL" "$NAME" "$3"; } # tell WORD CODE COMMAND

went_wrong() { # went_wrong WORD COMMAND: with what it printed, and the denials
    tell "$1" "$CODE" "$2"
    tail -n 25 "$WORK/row" | sed 's/^/             /'
    last_denials "$NEW" | jq -c '{operation, uri, findings: [.findings[] | .rule + ": " + .field], reason}' |
        sed 's/^/             denied: /'
}

# works COMMAND: passes at the level, without a policy of one's own.
works() {
    attempt "$1"
    n_run=$((n_run + 1))
    if [ "$NEW" -gt 0 ]; then
        n_denied=$((n_denied + 1)) && went_wrong DENIED "$1"
    elif [ "$CODE" -ne 0 ]; then
        n_failed=$((n_failed + 1)) && went_wrong FAILED "$1"
    else
        tell ok "$CODE" "$1"
    fi
}

# needs KIND COMMAND: where the rules deny KIND, COMMAND is denied for that alone, and passes with the line
# that opens it; elsewhere it works as it is.
needs() {
    local kind=$1 command=$2 line
    line=$(policy_lines "$kind" | paste -s -d ,)
    if [ -z "$line" ]; then
        works "$command"
        return
    fi
    attempt "$command"
    n_run=$((n_run + 1))
    if [ "$NEW" -eq 0 ] || denied_for_more "$kind"; then
        n_failed=$((n_failed + 1)) && went_wrong "NOT SO" "$command: not denied as $kind alone"
        return
    fi
    n_ruled=$((n_ruled + 1)) && tell "by rule" "$CODE" "$command   # opened by $line"
    policy_open "$kind" && works "$command"
    gate_use "$LEVEL"
}

denied_for_more() { # denied_for_more KIND: among the new denials is one of another operation
    last_denials "$NEW" | jq -r .operation | grep -qvE "$(operations_of "$1")"
}

# not_here COMMAND REASON: what no engine in this place can do; without the gate it fails likewise.
not_here() {
    n_skipped=$((n_skipped + 1))
    CODE=-
    tell SKIP - "$1   # not possible here: $2"
}

# --- programs whose rows are their own --------------------------------------------------------

# program_rows COMMAND...: a program that prints rows "WORD<tab>TEXT" (ok, DENIED, FAILED, by rule, SKIP) and
# says "done" at its end.  QW_MODE=level runs all of its work, QW_MODE=opened only what the level denies.
program_rows() {
    local kind denied=() policies=()
    for kind in build make-image copy-in copy-of-running copy-into-running subnet; do
        [ -z "$(policy_lines "$kind")" ] || denied+=("$kind")
    done
    QW_MODE=level QW_DENIED="${denied[*]}" program_pass "$@"
    [ ${#denied[@]} -gt 0 ] || return
    policy_open "${denied[@]}" && QW_MODE=opened QW_DENIED="${denied[*]}" program_pass "$@"
    gate_use "$LEVEL"
}

program_pass() {
    local word text ended=no
    export QW_MODE QW_DENIED
    (cd "$PROJECT" && exec timeout -k 5 600 "$@") </dev/null >"$WORK/rows" 2>"$WORK/row"
    CODE=$?
    while IFS=$'\t' read -r word text; do
        case $word in
        ok) n_run=$((n_run + 1)) ;;
        DENIED) n_run=$((n_run + 1)) n_denied=$((n_denied + 1)) ;;
        FAILED) n_run=$((n_run + 1)) n_failed=$((n_failed + 1)) ;;
        "by rule") n_run=$((n_run + 1)) n_ruled=$((n_ruled + 1)) ;;
        SKIP) n_skipped=$((n_skipped + 1)) ;;
        done) ended=yes && continue ;;
        *) printf '             %s %s\n' "$word" "$text" && continue ;;
        esac
        tell "$word" "" "$text"
    done <"$WORK/rows"
    if [ "$ended" = no ] || [ "$CODE" -ne 0 ]; then
        NEW=0
        n_failed=$((n_failed + 1)) && went_wrong FAILED "$* did not come to its end"
    fi
    SEEN=$(denials)
}

# --- levels ----------------------------------------------------------------------------------

level_begin() {
    n_run=0 n_denied=0 n_failed=0 n_skipped=0 n_ruled=0
    gate_use "$LEVEL" || { echo "the gate did not start at $LEVEL" && exit 1; }
    SEEN=$(denials)
}

level_end() {
    SUMMARY+=("engine $ENGINE at $LEVEL: commands run $n_run, denied $n_denied, failed $n_failed, skipped $n_skipped (and $n_ruled denied as the rules say)")
    n_wrong=$((n_wrong + n_denied + n_failed))
    [ "$n_run" -gt 0 ] || n_wrong=$((n_wrong + 1))
}

# --- the bench: images, registry, project -----------------------------------------------------

REGISTRY_USER=ordinary REGISTRY_PASSWORD=work
# bcrypt of that password: nobody but these tests has it.
REGISTRY_HTPASSWD='ordinary:$2b$04$E36Vbiu8VV31ShppOuRZjeXPO7F4DX3e4xoqN86.PmWB7/3PLxoUu'

registry_start() {
    mkdir -p "$WORK/registry"
    printf '%s\n' "$REGISTRY_HTPASSWD" >"$WORK/registry/htpasswd"
    jq -n --arg root "$WORK/registry" --arg address "$REGISTRY" '{version: "0.1", log: {level: "warn"},
        storage: {filesystem: {rootdirectory: ($root + "/data")}, delete: {enabled: true}},
        http: {addr: $address}, auth: {htpasswd: {realm: "compat", path: ($root + "/htpasswd")}}}' >"$WORK/registry/config.yml"
    docker-registry serve "$WORK/registry/config.yml" >"$WORK/registry/log" 2>&1 &
    PIDS[registry]=$!
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        curl -s -o /dev/null --max-time 2 "http://$REGISTRY/v2/" && return
        sleep 0.1
    done
    return 1
}

# Images `app:1` (an ordinary one: every applet, no user) and `app-user:1` (its user is 1001), and the registry.
bench_start() {
    mkdir -p "$PROJECT" "$TOOLS"
    chroot "$WORK/image" /bin/busybox --install -s /bin
    mkdir -p "$WORK/image"/{data,var/tmp,work,root,home/app}
    chmod 1777 "$WORK/image/tmp" "$WORK/image/data"
    tar -C "$WORK/image" -c . | docker_ import - app:1 >/dev/null || return
    tar -C "$WORK/image" -c . | docker_ import --change 'USER 1001:1001' - app-user:1 >/dev/null || return
    registry_start || return
    export NODE_PATH="$QW_NPM/node_modules" DOCKER_HOST="unix://$SOCK" PATH="$TOOLS:$ENGINE_PATH" REGISTRY REGISTRY_USER REGISTRY_PASSWORD AUDIT
    export COMPOSE_PROJECT_NAME=shop COMPOSE_FILES="$here/compose"
    unset DOCKER_BUILDKIT DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
}

# --- clients ---------------------------------------------------------------------------------

ALL_CLIENTS=(cli-20.10 cli-26.1 cli-28.5 compose-1.29 compose-2.26 compose-2.40 python dockerode testcontainers)

# Those that stand for all of them in the short form: of its own age, and the oldest or newest.
case $ENGINE in
20.10) SOME_CLIENTS=(cli-20.10 cli-28.5 compose-1.29 compose-2.40 python dockerode testcontainers) ;;
26.1) SOME_CLIENTS=(cli-26.1 cli-20.10 compose-2.26 python dockerode testcontainers) ;;
28.5) SOME_CLIENTS=(cli-28.5 cli-20.10 compose-1.29 compose-2.40 python dockerode testcontainers) ;;
esac

client_file() {
    case $1 in
    cli-*) echo cli ;;
    compose-*) echo compose ;;
    python | dockerode | testcontainers) echo "$1" ;;
    *) return 1 ;;
    esac
}

# client_tools NAME: puts its programs first on PATH; fails when it cannot be had here.
client_tools() {
    local cli=/usr/bin/docker plugins=""
    case $1 in
    dockerode | testcontainers) [ -e "$NODE_PATH/$1" ] && command -v node >/dev/null || return ;;
    esac
    case $1 in
    cli-26.1 | compose-2.26) cli=$QW_ENGINES/trixie/usr/bin/docker plugins=$QW_ENGINES/trixie-plugins ;;
    cli-28.5 | compose-2.40) cli=$QW_ENGINES/sid/usr/bin/docker plugins=$QW_ENGINES/sid-plugins ;;
    esac
    rm -rf "$DOCKER_CONFIG" "${TOOLS:?}"/*
    mkdir -p "$DOCKER_CONFIG"
    ln -s "$cli" "$TOOLS/docker"
    [ -x "$cli" ] || return
    [ -n "$plugins" ] || return 0
    ln -s "$plugins/usr/libexec/docker/cli-plugins" "$DOCKER_CONFIG/cli-plugins"
    [ -x "$DOCKER_CONFIG/cli-plugins/docker-compose" ]
}

client_run() {
    NAME=$1
    local file old
    file=$(client_file "$NAME") || { echo "unknown client $NAME" && n_failed=$((n_failed + 1)) && return; }
    if ! client_tools "$NAME"; then
        not_here "all of $NAME" "the client cannot be had"
        return
    fi
    for old in $(compgen -A function work_); do unset -f "$old"; done
    rm -rf "${PROJECT:?}" && mkdir -p "$PROJECT"
    # shellcheck source=/dev/null
    . "$here/clients/$file.sh"
    "work_$LEVEL"
    remove_all
}

# What a client left because one of its rows went wrong is in nobody's way.
remove_all() {
    docker_ ps -aq | xargs -r "$CLIENT" -H "unix://$SOCK" rm -f
    docker_ volume ls -q | xargs -r "$CLIENT" -H "unix://$SOCK" volume rm
    docker_ network prune -f
    SEEN=$(denials)
} >/dev/null 2>&1
