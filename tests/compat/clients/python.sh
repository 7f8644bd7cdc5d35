# python3-docker of Debian.
# shellcheck shell=bash
work_baseline() { program_rows python3 "$here/python/ordinary.py" baseline; }
work_restricted() { program_rows python3 "$here/python/ordinary.py" restricted; }
