# The body of a create says one thing to a careless reader and another to the engine.
# shellcheck shell=bash

road 8.5 hostconfig_twice_benign_last "read write" \
    "Two HostConfig keys, of which the second is hardened: the engine merges them and keeps the bind of the first."
hostconfig_twice_benign_last() { run_body "{$TOP,\"HostConfig\":{$BIND},\"HostConfig\":{$HARD}}"; }

road 8.5 hostconfig_twice_benign_first "read write" \
    "Two HostConfig keys, of which the first is hardened: a reader of the first key misses the bind in the second."
hostconfig_twice_benign_first() { run_body "{$TOP,\"HostConfig\":{$HARD},\"HostConfig\":{$BIND}}"; }

road 8.5 bind_taken_back_by_null_element "read write" \
    "Binds twice, the second time with a null for an element: the engine leaves the old bind in its place."
bind_taken_back_by_null_element() { run_body "$(hardened "$BIND,\"Binds\":[null]")"; }

road 8.5 pid_mode_then_null "process" \
    "PidMode host and then PidMode null: null leaves a string as it was."
pid_mode_then_null() { run_body "$(hardened '"PidMode":"host","PidMode":null')"; }

road 8.5 mounts_that_resurface "read write" \
    "Three Mounts keys, none of which has a bind of the host: the engine fills the last from the remains of the first."
mounts_that_resurface() {
    run_body "$(hardened "\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/t\"},{\"Type\":\"volume\",\"Target\":\"/h\",\"Source\":\"$PRIZE\"}],\"Mounts\":[{\"Type\":\"tmpfs\"}],\"Mounts\":[{\"Type\":\"tmpfs\"},{\"Type\":\"bind\"}]")"
}

road 8.6 key_in_other_case "read write" \
    "The key binds in small letters: the engine matches keys without regard to case."
key_in_other_case() { run_body "$(hardened "\"binds\":[\"$PRIZE:/h\"]")"; }

road 8.6 key_in_capitals_after_the_exact_one "read write" \
    "Binds empty, then BINDS with a bind of the host."
key_in_capitals_after_the_exact_one() { run_body "$(hardened "\"Binds\":[],\"BINDS\":[\"$PRIZE:/h\"]")"; }

road 8.6 key_with_a_long_s "read write" \
    "HostConfig written with a long s (U+017F), which the engine folds into an s."
key_with_a_long_s() { run_body "{$TOP,\"Ho\\u017ftConfig\":{$HARD,$BIND}}"; }

road 8.6 key_with_a_kelvin_sign "network" \
    "NetworkMode written with a Kelvin sign (U+212A), which the engine folds into a k."
key_with_a_kelvin_sign() { run_body "{$TOP,\"HostConfig\":{${HARD/,\"NetworkMode\":\"none\"/},\"Networ\\u212aMode\":\"host\"}}"; }

road 8.6 key_with_escapes "read write" \
    "The key Binds written with an escaped letter."
key_with_escapes() { run_body "$(hardened "\"B\\u0069nds\":[\"$PRIZE:/h\"]")"; }

road 8.7 top_level_binds "read write" \
    "Binds at the top level of the body, without a HostConfig." engines=20.10,26.1
top_level_binds() { run_body "{$TOP,$HARD,$BIND}"; }

road 8.7 top_level_binds_and_a_null_hostconfig "read write" \
    "A hardened HostConfig, a later HostConfig null, and Binds at the top level." engines=20.10,26.1
top_level_binds_and_a_null_hostconfig() { run_body "{$TOP,\"HostConfig\":{$HARD},$HARD,$BIND,\"HostConfig\":null}"; }

road 8.10 string_for_a_list "power" \
    "CapAdd as a string instead of a list."
string_for_a_list() { run_body "$(hardened '"CapAdd":"SYS_ADMIN"')"; }

road 8.5 second_value_after_the_body "read write" \
    "A body with a bind, then a second hardened one behind it: the engine reads the first." engines=20.10
second_value_after_the_body() { run_body "$(hardened "$BIND")$(hardened '')"; }

road 8.5 brace_after_the_body "read write" \
    "A closing brace too many after a body with a bind, for a reader that gives up and lets pass."
brace_after_the_body() { run_body "$(hardened "$BIND")}"; }

road 8.6 nul_in_a_path "read write" \
    "A NUL in a bind's path, for a reader that stops there."
nul_in_a_path() { run_body "$(hardened "\"Binds\":[\"$OPEN/\\u0000/../../..$PRIZE:/h\"]")"; }

road 8.5 deep_nesting_before_the_bind "read write" \
    "Nine thousand nested lists under an unknown key before the bind, for a reader that runs out of stack."
deep_nesting_before_the_bind() {
    local open close
    open=$(printf '%9000s' '' | tr ' ' '[') close=$(printf '%9000s' '' | tr ' ' ']')
    run_body "{\"Deep\":$open$close,${TOP},\"HostConfig\":{$HARD,$BIND}}"
}

road 8.5 huge_number_before_the_bind "read write" \
    "A number of four hundred digits under an unknown key before the bind."
huge_number_before_the_bind() {
    run_body "{\"Huge\":$(printf '%400s' '' | tr ' ' 9),${TOP},\"HostConfig\":{$HARD,$BIND}}"
}

road 8.5 broken_utf8_before_the_bind "read write" \
    "Invalid UTF-8 in a label before the bind, which the engine replaces."
broken_utf8_before_the_bind() { run_body "{\"Labels\":{\"a\":\"$(printf '\xff\xfe')\"},${TOP},\"HostConfig\":{$HARD,$BIND}}"; }

# --- bodies that are not shown ---------------------------------------------------------------

# big_body BYTES: a body with a bind, made longer by a label.
big_body() {
    { printf '{"Labels":{"pad":"' && head -c "$1" /dev/zero | tr '\0' x && printf '"},%s,"HostConfig":{%s,%s}}' "$TOP" "$HARD" "$BIND"; } >"$WORK/big.json"
}

road 8.3 body_over_one_mebibyte "read write" \
    "A body of 1.2 MB with a bind: older engines act on it and do not show it."
body_over_one_mebibyte() {
    big_body 1200000
    send POST /v1.41/containers/create -H 'Content-Type: application/json' --data-binary "@$WORK/big.json"
    run_container "$(made)"
}

road 8.3 body_over_four_mebibyte "read write" \
    "A body of 5 MB with a bind: beyond what any engine shows."
body_over_four_mebibyte() {
    big_body 5000000
    send POST /v1.41/containers/create -H 'Content-Type: application/json' --data-binary "@$WORK/big.json" -H 'Expect:'
    run_container "$(made)"
}

road 8.3 chunked_body "read write" \
    "A body with a bind sent in chunks, so that it has no length."
chunked_body() {
    send_json POST /v1.41/containers/create "$(hardened "$BIND")" -H 'Transfer-Encoding: chunked'
    run_container "$(made)"
}

road 8.3 chunked_body_over_one_mebibyte "read write" \
    "A body of 1.2 MB in chunks."
chunked_body_over_one_mebibyte() {
    big_body 1200000
    send POST /v1.41/containers/create -H 'Content-Type: application/json' -H 'Transfer-Encoding: chunked' --data-binary "@$WORK/big.json"
    run_container "$(made)"
}

road 8.3 address_that_ends_in_auth "read write" \
    "An address that ends in /auth, of which older engines never show the body."
address_that_ends_in_auth() { run_body "$(hardened "$BIND")" '/v1.41/containers/create?x=/auth'; }

road 8.3 broken_fragment_hides_a_join "said" \
    "A join of a foreign swarm with ?#%zz in the address, which hides its body in every version."
broken_fragment_hides_a_join() {
    TELLTALE="connection refused" # the engine went and knocked there
    PATIENCE=25
    send POST /ignored --request-target '/v1.41/swarm/join?#%zz' -H 'Content-Type: application/json' \
        --data '{"ListenAddr":"127.0.0.1:0","AdvertiseAddr":"127.0.0.1","RemoteAddrs":["127.0.0.1:1"],"JoinToken":"SWMTKN-1-3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl-1awxwuwd3z9j1z3puu7rcgdbx"}'
}

road 8.3 create_as_text "read write" \
    "A create whose type is text: no JSON to show." "no_control=every engine refuses it"
create_as_text() {
    send POST /v1.41/containers/create -H 'Content-Type: text/plain' --data-binary "$(hardened "$BIND")"
    run_container "$(made)"
}

road 8.3 swarm_as_text "swarm" \
    "A swarm made with a body of type text: 20.10 acts on it and shows nothing." engines=20.10
swarm_as_text() {
    send POST /v1.41/swarm/init -H 'Content-Type: text/plain' --data '{"ListenAddr":"127.0.0.1:0","AdvertiseAddr":"127.0.0.1"}'
    end_swarm
}

road 8.3 create_without_a_type "read write" \
    "A create without any Content-Type." "no_control=every engine refuses it"
create_without_a_type() {
    send POST /v1.41/containers/create -H 'Content-Type:' --data-binary "$(hardened "$BIND")"
    run_container "$(made)"
}

road 8.3 create_over_http2 "read write" \
    "A create over HTTP/2 without a length." "no_control=only engines from 29.2 on speak HTTP/2"
create_over_http2() {
    send POST /v1.41/containers/create --http2-prior-knowledge -H 'Content-Type: application/json' --data-binary "$(hardened "$BIND")"
    run_container "$(made)"
}

road 8.1 buildkit_over_http2 "said" \
    "BuildKit asked over HTTP/2, which engines from 29.2 on answer without asking any plugin." \
    "no_control=only engines from 29.2 on speak HTTP/2"
buildkit_over_http2() {
    TELLTALE="linux/amd64"
    send POST /moby.buildkit.v1.Control/ListWorkers --http2-prior-knowledge -H 'Content-Type: application/grpc' --data-binary $'\x01'
}

# --- parameters that hide in a form ----------------------------------------------------------

road 8.4 import_hidden_in_a_form "network" \
    "A pull whose form body says fromSrc: the engine fetches an address on the host's loopback."
import_hidden_in_a_form() {
    send POST '/v1.41/images/create?fromImage=localhost:1/none' --data "fromImage=&fromSrc=http://127.0.0.1:$PORT/token"
}

road 8.4 import_hidden_by_a_second_type "network" \
    "The same with a second Content-Type, the only one that the plugin sees."
import_hidden_by_a_second_type() {
    send POST '/v1.41/images/create?fromImage=localhost:1/none' -H 'Content-Type: application/x-www-form-urlencoded' \
        -H 'Content-Type: application/json' --data "fromImage=&fromSrc=http://127.0.0.1:$PORT/token"
}

road 8.4 import_hidden_in_multipart "network" \
    "The same in a multipart form." "no_control=no engine reads this parameter from a multipart form"
import_hidden_in_multipart() {
    send POST '/v1.41/images/create?fromImage=localhost:1/none' -F fromImage= -F "fromSrc=http://127.0.0.1:$PORT/token"
}

road 8.4 remote_build_hidden_in_a_form "network" \
    "A build whose form body names the address of its context, on the host's loopback." \
    "no_control=these engines read the parameters of a build from its address alone"
remote_build_hidden_in_a_form() {
    send POST '/v1.41/build?q=1' -H 'Content-Type: application/x-www-form-urlencoded' \
        -H 'Content-Type: application/x-tar' --data "remote=http://127.0.0.1:$PORT/Dockerfile"
}

road 8.4 commit_hidden_in_a_form "root" \
    "A commit whose form body makes root the user of the new image." granted=baseline "no_control=a commit must say that it is JSON"
commit_hidden_in_a_form() {
    send_json POST /v1.41/containers/create "$(hardened '')"
    send POST "/v1.41/commit?container=$(made)&repo=qw/hidden&tag=1" -H 'Content-Type: application/x-www-form-urlencoded' \
        -H 'Content-Type: application/json' --data 'changes=USER%200'
    run_body "{\"Image\":\"qw/hidden:1\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"],\"HostConfig\":{$HARD}}"
}

road 8.8 start_with_a_hostconfig "read write" \
    "A hardened container started under API 1.23 with a HostConfig that replaces its own." engines=20.10
start_with_a_hostconfig() {
    local id
    send_json POST /v1.41/containers/create "$(hardened '')"
    id=$(made)
    send_json POST "/v1.23/containers/$id/start" "{$BIND}"
    read_container "$id"
}

road 8.8 start_with_a_chunked_hostconfig "read write" \
    "The same in chunks and without a version, for an engine that does not show chunks." \
    "no_control=a body is read under API 1.23 only; the road is the first one's in disguise"
start_with_a_chunked_hostconfig() {
    local id
    send_json POST /v1.41/containers/create "$(hardened '')"
    id=$(made)
    send_json POST "/containers/$id/start" "{$BIND}" -H 'Transfer-Encoding: chunked'
    read_container "$id"
}
