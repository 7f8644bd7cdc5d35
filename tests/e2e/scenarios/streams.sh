# Streams of all kinds pass through a permissive gate unharmed (moby's own scenarios 10 to 12).
# shellcheck shell=bash
POLICY=permissive

test_save_load_import_and_export() {
    docker_ save -o "$WORK/saved.tar" "$IMAGE" || fail "save"
    docker_ load -i "$WORK/saved.tar" >/dev/null || fail "load"
    docker_ create --name exported "$IMAGE" true >/dev/null
    docker_ export -o "$WORK/exported.tar" exported || fail "export"
    docker_ import "$WORK/exported.tar" qw/imported:1 >/dev/null || fail "import"
    docker_ rmi qw/imported:1 >/dev/null
    docker_ rm exported >/dev/null
}

test_ten_megabytes_are_copied_in_and_out() {
    head -c 10000000 /dev/urandom >"$WORK/ten"
    docker_ create --name copied "$IMAGE" true >/dev/null
    docker_ cp "$WORK/ten" copied:/tmp/ten || fail "copy in"
    docker_ cp copied:/tmp/ten "$WORK/ten.back" || fail "copy out"
    cmp "$WORK/ten" "$WORK/ten.back" || fail "they differ"
    docker_ rm copied >/dev/null
}

test_input_and_output_of_a_container_pass() {
    assert_equal "$(echo through | docker_ run --rm -i --network none "$IMAGE" cat 2>&1)" through
}

test_learning_mode_denies_nothing_and_records_what_it_would_have() {
    docker_ run --rm --network none --pid=host -u 0 "$IMAGE" true || fail "denied"
    assert_equal "$(grep '"operation":"container.create"' "$AUDIT" | tail -n 1 |
        jq -c '[.decision, .mode, (.findings | map(.rule) | index("host-namespaces") != null)]')" '["allow","audit",true]'
}
