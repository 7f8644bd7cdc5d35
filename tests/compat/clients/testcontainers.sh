# testcontainers of npm, without Ryuk.
# shellcheck shell=bash
export TESTCONTAINERS_RYUK_DISABLED=true
work_baseline() {
    docker_ tag app:1 testcontainers/ryuk:0.11.0
    program_rows node "$here/npm/testcontainers.js" baseline
}
work_restricted() { program_rows node "$here/npm/testcontainers.js" restricted; }
