# dockerode of npm.
# shellcheck shell=bash
work_baseline() { program_rows node "$here/npm/dockerode.js" baseline; }
work_restricted() { program_rows node "$here/npm/dockerode.js" restricted; }
