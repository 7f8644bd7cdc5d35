# Gives a run a /run/docker/plugins of its own.  An engine looks for a volume that it does not know at whatever stands
# there, and waits 15 s for a socket behind which nobody is: another run's that ends just now was enough for a denial.
# Sourced by a `run` before all else, with its arguments: it starts anew in a mount namespace, under the same pid.
# shellcheck shell=bash

if [ "${QW_OWN_PLUGINS:-}" != $$ ]; then
    QW_OWN_PLUGINS=$$ exec unshare --mount --propagation slave -- "$0" "$@"
fi
# What was shared with the host is shared again, among what this run starts.
while read -r mount; do mount --make-shared "$mount"; done < <(awk '/ master:/ { print $5 }' /proc/self/mountinfo)
mkdir -p /run/docker/plugins
mount -t tmpfs -o mode=700 qw-plugins /run/docker/plugins
