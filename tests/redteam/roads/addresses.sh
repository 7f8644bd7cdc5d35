# One create with a bind of the host, under every address that the engine takes for it.
# shellcheck shell=bash

road 8.9 address_with_an_escaped_letter "read write" "A letter of the path written as %63."
address_with_an_escaped_letter() { run_body "$(hardened "$BIND")" /v1.41/%63ontainers/create; }

road 8.9 address_with_an_escaped_slash "read write" "A slash of the path written as %2f."
address_with_an_escaped_slash() { run_body "$(hardened "$BIND")" /v1.41/containers%2fcreate; }

road 8.9 address_without_a_version "read write" "No version in the path."
address_without_a_version() { run_body "$(hardened "$BIND")" /containers/create; }

road 8.9 address_with_an_odd_version "read write" "The version written as v01.041."
address_with_an_odd_version() { run_body "$(hardened "$BIND")" /v01.041/containers/create; }

road 8.9 address_with_a_long_version "read write" "The version written as v1.41.0."
address_with_a_long_version() { run_body "$(hardened "$BIND")" /v1.41.0/containers/create; }

road 8.9 address_with_an_escaped_version "read write" "The version itself in escapes."
address_with_an_escaped_version() { run_body "$(hardened "$BIND")" /%76%31.41/containers/create; }

road 8.9 address_of_two_versions "read write" "Two versions, of which the engine takes off one." "no_control=engines have no such address"
address_of_two_versions() { run_body "$(hardened "$BIND")" /v1.41/v1.41/containers/create; }

road 8.9 absolute_address "read write" "An absolute address with another host and scheme."
absolute_address() {
    send POST /ignored --request-target 'ftp://evil/v1.41/containers/create' -H 'Content-Type: application/json' \
        --data-binary "$(hardened "$BIND")"
    run_container "$(made)"
}

road 8.9 address_that_looks_like_a_read "read write" "An absolute address whose user and host look like a harmless path."
address_that_looks_like_a_read() {
    send POST /ignored --request-target 'http://x:y@/v1.41/containers/create' -H 'Content-Type: application/json' \
        --data-binary "$(hardened "$BIND")"
    run_container "$(made)"
}

road 8.9 old_version "read write" "The oldest version that the engine still speaks." engines=20.10
old_version() { run_body "$(hardened "$BIND")" /v1.18/containers/create; }

road 8.9 method_in_small_letters "read write" "The method in small letters." "no_control=engines compare methods exactly"
method_in_small_letters() {
    send post /v1.41/containers/create -H 'Content-Type: application/json' --data-binary "$(hardened "$BIND")"
    run_container "$(made)"
}

road 8.9 method_override "read write" "A GET with an override header." "no_control=engines know no such header"
method_override() {
    send GET /v1.41/containers/create -H 'X-HTTP-Method-Override: POST' -H 'Content-Type: application/json' \
        --data-binary "$(hardened "$BIND")"
    run_container "$(made)"
}

road 8.9 name_in_escapes "read write" "A start of another's container with its name in escapes."
name_in_escapes() {
    before_the_gate docker_ create --name other -v "$PRIZE:/h" "$IMAGE" sh -c "$PAYLOAD"
    send_empty POST "/v1.41/containers/%6fther/start"
    read_container other
}
