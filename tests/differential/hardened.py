"""What the level `restricted` promises, said a second time: of the specification that the runtime got.

Knows nothing of requests, so that no misreading of one can hide here.
"""
import re

MAY_STAY = {"CAP_NET_BIND_SERVICE"}
SHARED = {"pid", "ipc", "uts", "network", "mount"}
# What newer engines mask beyond that of 20.10: `restricted` records that it is missing.
MASKED_BY_NEWER = re.compile(r"/proc/interrupts|/sys/devices/virtual/powercap|/sys/devices/system/cpu/cpu[0-9]+/thermal_throttle")


def offences(spec, base):
    """BASE is the specification of a plain container: what the engine itself mounts and sets."""
    process, linux = spec["process"], spec["linux"]
    spaces = {space["type"]: space.get("path", "") for space in linux["namespaces"]}
    # What the engine binds itself lies in the container's folder, whatever is mounted over it by the request.
    own_mounts = {(mount["destination"], mount["type"]) for mount in base["mounts"] if mount["type"] != "bind"}
    own_mounts.add(("/sbin/docker-init", "bind"))
    found = []
    if process["user"]["uid"] == 0:
        found.append("runs as root")
    # The engine repeats the primary group there, which `restricted` leaves to the caller.
    if 0 in process["user"].get("additionalGids", []) and process["user"]["gid"] != 0:
        found.append("is in group 0")
    for kind, names in (process.get("capabilities") or {}).items():
        if set(names or []) - MAY_STAY:
            found.append(f"holds {sorted(set(names) - MAY_STAY)} ({kind})")
    if not process.get("noNewPrivileges"):
        found.append("may gain privileges")
    if not spec["root"].get("readonly"):
        found.append("may write to its root file system")
    if not linux.get("seccomp") or linux["seccomp"]["defaultAction"] != "SCMP_ACT_ERRNO":
        found.append("runs without the default seccomp profile")
    for kind in SHARED:
        if kind not in spaces or spaces[kind]:
            found.append(f"shares the {kind} namespace")
    for mount in spec["mounts"]:
        is_own = (mount["destination"], mount["type"]) in own_mounts
        is_volume = "/data/volumes/" in mount.get("source", "") or "/data/containers/" in mount.get("source", "")
        if mount["type"] == "bind" and not is_own and not is_volume:
            found.append(f"mounts {mount['source']} of the host")
        if mount["type"] == "tmpfs" and not is_own and not {"noexec", "nosuid", "nodev"} <= set(mount["options"]):
            found.append(f"has a tmpfs with exec, suid or dev at {mount['destination']}")
    for field in ("maskedPaths", "readonlyPaths"):
        own, given = set(base["linux"][field]), set(linux.get(field) or [])
        if field == "maskedPaths":
            own, given = ({path for path in paths if not MASKED_BY_NEWER.fullmatch(path)} for paths in (own, given))
        if own - given:
            found.append(f"lacks entries of {field}")
        if given - own:
            found.append(f"mounts {sorted(given - own)} ({field})")
    if len(linux.get("devices") or []) > len(base["linux"].get("devices") or []):
        found.append("has devices of the host")
    if len(linux["resources"]["devices"]) > len(base["linux"]["resources"]["devices"]):
        found.append("may open devices of the host")
    if (process.get("oomScoreAdj") or 0) < 0:
        found.append("is spared by the OOM killer")
    return found
