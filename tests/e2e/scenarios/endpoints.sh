# Every endpoint of the engine's API at restricted, one request each: tests/e2e/endpoints.txt.  Writes the table
# of all of them, with class, judgement and the test that shows it, to $QW_ENDPOINTS (build/endpoints-ENGINE.md).
# shellcheck shell=bash
POLICY=restricted
ENDPOINTS="$here/endpoints.txt"
QW_ENDPOINTS=${QW_ENDPOINTS:-$here/../../build/endpoints-$ENGINE.md}

# Fields of a row, trimmed.
field() { cut -d'|' -f"$1" <<<"$2" | sed 's/^ *//; s/ *$//'; }

routes() { # "METHOD TEMPLATE" of each route in src/engine/routes.c, sorted
    sed -n 's/^    {\("\([A-Z]*\)"\|NULL\), "\([^"]*\)",.*/\2 \3/p' "$here/../../src/engine/routes.c" |
        sed 's/^ /any /' | sort -u
}

rows() { grep -v '^#' "$ENDPOINTS"; }

class_of() { # the class of an operation by its name, from include/qw/operations.h
    sed -n "s/^ *X([A-Z_]*, \"$1\", \([A-Z]*\)).*/\1/p" "$here/../../include/qw/operations.h" | tr '[:upper:]' '[:lower:]'
}

test_every_route_has_a_row_and_every_row_a_route() {
    diff <(routes) <(rows | cut -d'|' -f1 | sed 's/ *$//' | sort -u) || fail "rows and routes differ"
}

# ask METHOD PATH BODY: the answer; its status stands where api() leaves it.
ask() {
    local method=$1 path=/v1.41$2 body=$3
    [[ $2 != /debug* ]] || path=$2 # up to 28 it has no version
    case $body in
    "") api "$method" "$path" --max-time 20 -H 'Content-Length: 0' ;;
    TAR) api "$method" "$path" --max-time 20 -H 'Content-Type: application/x-tar' --data-binary "@$WORK/empty.tar" ;;
    *) api "$method" "$path" --max-time 20 -H 'Content-Type: application/json' --data-binary "$body" ;;
    esac
}

# check_row ROW: sends it, compares, and adds a line to the table.
check_row() {
    local row=$1 endpoint request body outcome answer first operation
    endpoint=$(field 1 "$row") request=$(field 2 "$row") body=$(field 3 "$row") outcome=$(field 4 "$row")
    [ -n "$request" ] || request=$endpoint
    request=${request//OLD/$OLD} request=${request//CREATED/$CREATED} request=${request//EXEC/$EXEC} body=${body//IMAGE/$IMAGE} body=${body//OLD/$OLD}
    if [ "${request%% *}" = HEAD ]; then
        answer=$(curl -s --max-time 20 --unix-socket "$SOCK" -I "http://engine/v1.41${request#* }")
        case $outcome in
        passes) [[ $answer != "HTTP/1.1 403"* ]] || fail "$endpoint: $answer" ;;
        *) [[ $answer == "HTTP/1.1 403"* ]] || fail "$endpoint: $answer" ;;
        esac
    else
        answer=$(ask "${request%% *}" "${request#* }" "$body" | tr -d '\0')
        first=$(grep -m 1 -o 'denied by policy restricted: [^\[]*' <<<"$answer")
        case $outcome in
        "UNROUTED "*) [[ $first == *"${outcome#UNROUTED }"* || $answer == *"page not found"* ]] || fail "$endpoint: $answer" ;;
        passes) [ -z "$first" ] || fail "$endpoint: $answer" ;;
        LOOK) [[ $first == *root-user*writable-rootfs* ]] || fail "$endpoint: wanted the second look" "$answer" ;;
        *) [[ $first == *"$outcome"* ]] || fail "$endpoint: wanted $outcome" "$answer" ;;
        esac
    fi
    operation=$(tail -n 1 "$AUDIT" | jq -r .operation)
    if [[ $outcome == "UNROUTED "* ]]; then # an address that the engine does not have is not asked about
        operation=${outcome#UNROUTED }
        [[ ${answer:-} != *"page not found"* ]] || operation="$operation (this engine has no such address)"
    fi
    printf '| %s | %s | %s | %s | e2e/%s endpoints |\n' "$endpoint" "$operation" "$(class_of "${operation%% *}")" \
        "$(sed 's/LOOK/the second look/; s/UNROUTED //' <<<"$outcome")" "$ENGINE" >>"$QW_ENDPOINTS"
}

test_every_endpoint_is_judged_as_its_row_says() {
    local row
    gate_use permissive || fail "the gate did not start"
    OLD=$(docker_ run -d -u 0 --network none "$IMAGE" sleep 300 2>&1) || fail "$OLD"
    CREATED=$(docker_ create -u 0 --network none "$IMAGE" true 2>&1) || fail "$CREATED"
    EXEC=$(api_json POST "/v1.41/containers/$OLD/exec" '{"Cmd":["true"],"User":"0"}' | jq -r .Id)
    tar -c -T /dev/null >"$WORK/empty.tar"
    process_stop gate
    gate_start restricted --audit-reads || fail "the gate did not start"
    printf '| endpoint | operation | class | at restricted | shown by |\n|---|---|---|---|---|\n' >"$QW_ENDPOINTS"
    while read -r row; do check_row "$row"; done < <(rows)
    assert_equal "$(($(wc -l <"$QW_ENDPOINTS") - 2))" "$(rows | wc -l)"
    process_stop gate
    gate_start restricted || fail "the gate did not start"
    docker_ rm -f "$OLD" "$CREATED" >/dev/null || fail "a container that is not admitted cannot be removed"
}

# Each operation of these classes is denied somewhere above: no road is left without a test.
test_every_operation_that_can_reach_the_host_is_denied_somewhere() {
    local name
    for name in $(sed -n 's/^ *X([A-Z_]*, "\([^"]*\)", \(WORKLOAD\|RUN\|BUILD\|INJECT\|HOST\)).*/\1/p' "$here/../../include/qw/operations.h"); do
        case $name in
        build.buildkit) continue ;; # an address of build.classic with version=2: scenario baseline
        esac
        grep -F "| $name |" "$QW_ENDPOINTS" | grep -qv '| passes |' || fail "$name has no denial"
    done
}
