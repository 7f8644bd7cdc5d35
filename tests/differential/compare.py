"""Holds what quaywarden understood of a create against the container that came out.

A comparison is a function of the workload (`check --json`) and of what was seen of the container; it gives
pairs (understood, engine) that must be equal.  `covers` names the members of inspect's HostConfig and
Config that it accounts for: a member that nothing covers, and that IRRELEVANT does not name, is a failure too,
so that a new engine's new field is noticed.
"""
import posixpath
import re

COMPARISONS = []
ALL = "all"
DEFAULT_CAPABILITIES = {"CAP_" + name for name in (
    "CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL "
    "AUDIT_WRITE").split()}

# Nothing here reaches the host: what runs inside, how it is shown, and what is swap, weight or name.
IRRELEVANT = set("""
Hostname Domainname AttachStdin AttachStdout AttachStderr ExposedPorts Tty OpenStdin StdinOnce Cmd Entrypoint
WorkingDir OnBuild StopSignal StopTimeout Shell ArgsEscaped NetworkDisabled MacAddress
ContainerIDFile AutoRemove ConsoleSize Dns DnsOptions DnsSearch ExtraHosts Links Cgroup Init Isolation
StorageOpt ShmSize BlkioWeight CpuRealtimePeriod CpuRealtimeRuntime CpusetCpus CpusetMems KernelMemory KernelMemoryTCP
MemoryReservation MemorySwappiness CpuCount CpuPercent IOMaximumIOps IOMaximumBandwidth
""".split())


class Seen:
    """A container: `docker inspect`, and the specification that the runtime got (None: it was not reached)."""

    def __init__(self, inspect, spec, image_user, version, api, base=None, givers=None, root="/"):
        self.inspect = inspect
        self.warnings = ()  # what the engine said when it made it
        self.givers = givers or {}  # other containers as inspect shows them, by name
        self.names = {giver["Id"]: name for name, giver in self.givers.items()}
        self.root = root  # the engine's own folder
        self.image_user = image_user
        self.version = version
        self.knows_annotations = version >= (24,) and api == ""
        self.config = inspect["Config"]
        self.host = inspect["HostConfig"]
        self.spec = spec
        self.base = base or self


def comparison(*covers, needs_spec=False):
    def register(function):
        COMPARISONS.append((function, covers, needs_spec))
        return function
    return register


def covered():
    return {member for _, covers, _ in COMPARISONS for member in covers} | IRRELEVANT


def pairs_to_dict(pairs):
    return dict(map(tuple, pairs))


def clean(path):
    """posixpath.normpath keeps two leading slashes; the engine does not."""
    return re.sub("^//+", "/", posixpath.normpath(path)) if path else path


def target(path):
    """The runtime reads a path without a leading slash from the container's root."""
    return clean("/" + path)


# --- Who, and with which powers ---------------------------------------------------------------------------

@comparison("Image")
def image(work, seen):
    yield work["image"] or "", seen.config["Image"]


@comparison("Privileged")
def privileged(work, seen):
    yield work["privileged"], seen.host["Privileged"]


@comparison("User")
def user_as_written(work, seen):
    yield work["user"]["text"] or seen.image_user, seen.config["User"]


# The files of the tests' images.
UIDS = {"root": 0, "app": 1001}
GIDS = {"root": 0, "app": 1001}
PRIMARY_GIDS = {1001: 1001}


@comparison(needs_spec=True)
def user_as_run(work, seen):
    user, ran = work["user"], seen.spec["process"]["user"]
    if user["user"] == "number":
        yield user["uid"], ran["uid"]
    if user["user"] == "name":
        yield UIDS.get(user["user_name"]), ran["uid"]
    if user["user"] == "absent":
        yield int(seen.image_user or 0), ran["uid"]
    if user["group"] == "number":
        yield user["gid"], ran["gid"]
    if user["group"] == "name":
        yield GIDS.get(user["group_name"]), ran["gid"]
    if user["group"] == "absent":
        yield PRIMARY_GIDS.get(ran["uid"], 0), ran["gid"]


@comparison("GroupAdd", needs_spec=True)
def groups(work, seen):
    yield [group["text"] for group in work["groups"]], seen.host["GroupAdd"] or []
    for group in work["groups"]:
        if group["kind"] == "number":
            yield group["gid"], group["gid"] if group["gid"] in seen.spec["process"]["user"].get("additionalGids", []) else None


@comparison("CapAdd", "CapDrop")
def capability_lists(work, seen):
    yield len(work["capabilities"]["add"]), len(seen.host["CapAdd"] or [])
    yield len(work["capabilities"]["drop"]), len(seen.host["CapDrop"] or [])


def effective(capabilities):
    """engine.md 5.2; ALL stands for what the engine knows, which this machine's kernel narrows."""
    add, drop = set(capabilities["add"]), set(capabilities["drop"])
    if "ALL" in add:
        return ALL, drop - {"ALL"}
    if capabilities["drops_all"]:
        return add, set()
    return (DEFAULT_CAPABILITIES - drop) | add, set()


@comparison(needs_spec=True)
def capabilities_as_run(work, seen):
    if work["privileged"]:
        return
    ran = set(seen.spec["process"].get("capabilities", {}).get("bounding", []))
    understood, without = effective(work["capabilities"])
    if understood == ALL:
        yield [], sorted(ran & without)
    else:
        yield sorted(understood), sorted(ran)


@comparison("SecurityOpt")
def security_as_written(work, seen):
    options = seen.host["SecurityOpt"] or []
    added = [] if len(options) == len(work["security"]) else ["label=disable"]
    yield len(work["security"]), len(options) - len(added)
    if added:
        yield added, options[len(work["security"]):]


@comparison(needs_spec=True)
def no_new_privileges(work, seen):
    states = [option["is_true"] for option in work["security"] if option["key"] == "no-new-privileges" and option["is_valid"]]
    yield states[-1] if states else False, seen.spec["process"].get("noNewPrivileges", False)


@comparison(needs_spec=True)
def seccomp(work, seen):
    profiles = [option["value"] for option in work["security"] if option["key"] == "seccomp"]
    profile = profiles[-1] if profiles else ""
    ran = seen.spec["linux"].get("seccomp")
    if work["privileged"] or profile.startswith("{") or profile == "null":
        return  # whatever an inline profile says, it is none of the engine's own: the rule wants it listed
    is_default = profile in ("", "builtin")
    yield is_default, bool(ran and ran["defaultAction"] == "SCMP_ACT_ERRNO" and len(ran["syscalls"]) > 10)


@comparison(needs_spec=True)
def apparmor(work, seen):
    profiles = [option["value"] for option in work["security"] if option["key"] == "apparmor"]
    if profiles and not work["privileged"]:
        yield profiles[-1], seen.inspect["AppArmorProfile"]


# --- The root file system and what is mounted -----------------------------------------------------------------

@comparison("ReadonlyRootfs")
def read_only_rootfs(work, seen):
    yield work["read_only_rootfs"], seen.host["ReadonlyRootfs"]
    if seen.spec:
        yield work["read_only_rootfs"], seen.spec["root"].get("readonly", False)


@comparison("MaskedPaths", "ReadonlyPaths")
def hidden_paths(work, seen):
    for member, field in (("masked_paths", "MaskedPaths"), ("read_only_paths", "ReadonlyPaths")):
        if not work["privileged"]:
            yield seen.base.host[field] if work[member] is None else work[member], seen.host[field]


def bind_tuple(mount, seen):
    """Where nobody chose a propagation the engine does: for what holds its own root folder it may take rslave."""
    source, propagation = clean(mount["source"]), mount["propagation"] or "rprivate"
    if not mount["propagation"] and (seen.root + "/").startswith(source.rstrip("/") + "/"):
        shown = [made["Propagation"] for made in seen.inspect["Mounts"] if target(made["Destination"]) == mount["target"]]
        propagation = shown[0] if shown in (["rprivate"], ["rslave"]) else propagation
    return mount["target"], "bind", source, mount["is_read_only"], propagation


def volume_tuple(made, is_read_only):
    is_anonymous = re.fullmatch("[0-9a-f]{64}", made.get("Name", ""))
    return target(made["Destination"]), "volume", "" if is_anonymous else made.get("Name", ""), is_read_only


def taken_over(work, seen):
    """Volumes of the givers (which have no others), by target; what the request itself mounts there goes before."""
    own = {mount["target"] for mount in work["mounts"]}
    taken = {}
    for giver, entry in zip(work["volumes_from"], seen.host["VolumesFrom"] or []):
        modes = entry.partition(":")[2].split(",")
        for made in seen.givers[giver.lstrip("/")]["Mounts"]:
            if target(made["Destination"]) not in own:
                taken[target(made["Destination"])] = volume_tuple(made, not made["RW"] or "ro" in modes)
    return taken


@comparison("Binds", "Mounts", "Volumes", "VolumesFrom", "VolumeDriver")
def mounts_as_shown(work, seen):
    """Every mount but tmpfs, which inspect shows for Mounts alone."""
    understood, shown = list(taken_over(work, seen).values()), []
    for mount in work["mounts"]:
        if mount["type"] == "bind":
            understood.append(bind_tuple(mount, seen))
        elif mount["type"] == "volume":
            understood.append((mount["target"], "volume", mount["source"], mount["is_read_only"]))
        elif mount["type"] != "tmpfs":
            understood.append((mount["target"], mount["type"]))
    for mount in seen.inspect["Mounts"]:
        if mount["Type"] == "bind":
            shown.append((target(mount["Destination"]), "bind", mount["Source"], not mount["RW"], mount["Propagation"]))
        elif mount["Type"] == "volume":
            shown.append(volume_tuple(mount, not mount["RW"]))
        elif mount["Type"] != "tmpfs":
            shown.append((target(mount["Destination"]), mount["Type"]))
    yield sorted(understood), sorted(shown)


@comparison(needs_spec=True)
def binds_as_run(work, seen):
    """What the runtime would bind from the host is a mount that was understood, or the engine's own."""
    own = {mount["destination"] for mount in seen.base.spec["mounts"]}
    targets = {mount["target"]: mount for mount in work["mounts"]}
    taken = taken_over(work, seen)
    for mount in seen.spec["mounts"]:
        if target(mount["destination"]) in taken:
            yield taken[target(mount["destination"])][-1], bool({"ro", "rro"} & set(mount["options"]))
            continue
        if mount["type"] != "bind" or mount["destination"] in (own | {"/sbin/docker-init"}) - set(targets):
            continue
        understood = targets.get(target(mount["destination"]))
        yield mount["destination"], understood and mount["destination"]
        if understood and understood["type"] == "bind":
            yield clean(understood["source"]), mount["source"]
            yield understood["is_read_only"], bool({"ro", "rro"} & set(mount["options"]))


@comparison("Tmpfs", needs_spec=True)
def tmpfs_as_run(work, seen):
    own = {mount["destination"] for mount in seen.base.spec["mounts"]}
    understood = {mount["target"]: mount for mount in work["mounts"] if mount["type"] == "tmpfs"}
    ran = {target(mount["destination"]): mount for mount in seen.spec["mounts"] if mount["type"] == "tmpfs"}
    yield sorted(understood), sorted(place for place in ran if place not in own or place in understood)
    for place, mount in understood.items():
        words = [word for word in mount["options"].split(",") if word]
        for word, opposite in (("exec", "noexec"), ("suid", "nosuid"), ("dev", "nodev")):
            given = [option for option in words if option in (word, opposite)]
            is_on = given[-1] == word if given else False
            options = [option for option in ran.get(place, {}).get("options", []) if option in (word, opposite)]
            # API before 1.46 knows no TmpfsOptions.Options: less than what was understood.
            if is_on and seen.version < (27,) and not seen.host.get("Tmpfs"):
                continue
            yield (place, word, is_on), (place, word, options[-1] == word if options else True)


@comparison()
def volume_driver(work, seen):
    yield work["volume_driver"] or "", seen.host["VolumeDriver"]


@comparison()
def volumes_from(work, seen):
    yield work["volumes_from"], [entry.split(":")[0] for entry in seen.host["VolumesFrom"] or []]


# --- Namespaces, networks, ports ---------------------------------------------------------------------------------

NAMESPACES = {"pid": ("PidMode", "pid"), "ipc": ("IpcMode", "ipc"), "uts": ("UTSMode", "uts"),
              "network": ("NetworkMode", "network"), "user": ("UsernsMode", "user"), "cgroup": ("CgroupnsMode", "cgroup")}


@comparison("PidMode", "IpcMode", "UTSMode", "NetworkMode", "UsernsMode", "CgroupnsMode")
def namespace_words(work, seen):
    for name, (field, _) in NAMESPACES.items():
        choice = work["namespaces"][name]
        shown = seen.host[field]
        if choice["text"] is None:
            # Under API 1.40 the engine writes shareable, but where there is no HostConfig: a namespace of its own both.
            is_own_ipc = name == "ipc" and {shown, seen.base.host[field]} <= {"private", "shareable"}
            yield (name, seen.base.host[field]), (name, seen.base.host[field] if is_own_ipc else shown)
        elif choice["mode"] == "container":
            kind, _, joined = shown.partition(":")
            yield (name, choice["text"]), (name, f"{kind}:{seen.names.get(joined, joined)}")
        elif choice["mode"] == "default":
            yield (name, True), (name, shown in (seen.base.host[field], choice["text"], "default", "bridge"))
        else:
            yield (name, choice["text"]), (name, shown)


@comparison(needs_spec=True)
def namespaces_as_run(work, seen):
    ran = {space["type"]: space.get("path", "") for space in seen.spec["linux"]["namespaces"]}
    own = {space["type"]: space.get("path", "") for space in seen.base.spec["linux"]["namespaces"]}
    for name, (_, kind) in NAMESPACES.items():
        mode = work["namespaces"][name]["mode"]
        if name == "network" and seen.config.get("NetworkDisabled"):
            continue  # a namespace of its own whatever the mode says: less than what was understood
        if mode == "host":
            yield (name, "host"), (name, "own" if kind in ran and not ran[kind].endswith("/netns/default") else "host")
        elif mode == "container":
            yield (name, "joined"), (name, "joined" if ran.get(kind) else "own")
        elif mode == "default":
            yield (name, kind in own), (name, kind in ran)
        elif mode == "private":
            yield (name, "own"), (name, "own" if kind in ran and not ran[kind] or name == "user" else "host or joined")


@comparison()
def joined_networks(work, seen):
    mode = work["namespaces"]["network"]["text"] or "default"
    mode = "bridge" if mode == "default" else mode
    joined = set(seen.inspect["NetworkSettings"]["Networks"])
    yield sorted(joined - {mode, "host", "none", "bridge"}), sorted(set(work["joined_networks"]) & joined - {mode, "host", "none", "bridge"})
    given = {endpoint["NetworkID"] for name, endpoint in seen.inspect["NetworkSettings"]["Networks"].items()
             if endpoint and name not in ("host", "none", "bridge", "default")} - {""}
    yield sorted(given), sorted(given & set(work["joined_networks"]))


@comparison()
def endpoint_options(work, seen):
    shown = {}
    for endpoint in seen.inspect["NetworkSettings"]["Networks"].values():
        shown.update((endpoint or {}).get("DriverOpts") or {})
    if not (shown and work["sysctls"]):  # sysctls were split out of them
        yield bool(work["endpoint_options"]), bool(shown)


@comparison("PortBindings", "PublishAllPorts")
def ports(work, seen):
    yield work["publishes_all_ports"], seen.host["PublishAllPorts"]
    shown = []
    for port, bindings in (seen.host["PortBindings"] or {}).items():
        shown += [(port.lower().split("/")[0], binding["HostIp"], binding["HostPort"]) for binding in bindings or [None] if binding]
        shown += [(port.lower().split("/")[0], "", "")] if not bindings else []
    understood = []
    for port in work["ports"]:
        first, last = port["first"], port["last"]
        word = "" if first == 0 else str(first) if first == last else f"{first}-{last}"
        understood.append((port["container_port"].lower().split("/")[0], port["host_ip"], word))
    if all(port["is_valid"] for port in work["ports"]):
        normal = lambda entries: sorted((port, ip, word.lstrip("0+ ") if word.strip("0") else "") for port, ip, word in entries)
        yield normal(understood), normal(shown)


# --- Devices, runtime, limits ---------------------------------------------------------------------------------------

@comparison("Devices", "DeviceCgroupRules", "DeviceRequests")
def devices(work, seen):
    yield work["devices"]["host_paths"], [clean(device["PathOnHost"]) for device in seen.host["Devices"] or []]
    yield work["devices"]["cgroup_rules"], seen.host["DeviceCgroupRules"] or []
    understood = [(request["driver"], request["asks_for_gpu"], request["count"], request["ids"], pairs_to_dict(request["options"]))
                  for request in work["devices"]["requests"]]
    yield understood, [(request["Driver"], asks_for_gpu(request), request["Count"], request["DeviceIDs"] or [], request["Options"] or {})
                       for request in seen.host["DeviceRequests"] or []]


def asks_for_gpu(request):
    """A driver need have the capabilities of one alternative only."""
    alternatives = [alternative or [] for alternative in request["Capabilities"] or []]
    return bool(alternatives) and all("gpu" in alternative for alternative in alternatives)


LIMITED = ("BlkioWeightDevice", "BlkioDeviceReadBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteBps", "BlkioDeviceWriteIOps")


@comparison(*LIMITED)
def limited_devices(work, seen):
    """Kind after kind.  Weights come first, and are no more where the engine says that it has dropped them."""
    understood, shown = work["devices"]["limited_paths"], [clean(limit["Path"]) for kind in LIMITED for limit in seen.host[kind] or []]
    n_dropped = max(len(understood) - len(shown), 0) if any("weight_device" in warning for warning in seen.warnings) else 0
    yield understood[n_dropped:], shown


NVIDIA_ASKS = re.compile("NVIDIA_(VISIBLE_DEVICES|IMEX_CHANNELS|GDS|MOFED|GDRCOPY|NVSWITCH|MIG_[^=]*)=(?!(void|none)?\\Z)")
NVIDIA_LISTS = "/var/run/nvidia-container-devices"


@comparison("Env")
def nvidia(work, seen):
    """Variables of the request and targets of mounts that make NVIDIA's runtime give a device, or one that CDI names."""
    variables = [variable for variable in seen.config["Env"] or [] if variable not in (seen.base.config["Env"] or [])]
    asking = [variable.partition("=") for variable in variables if NVIDIA_ASKS.match(variable)]
    places = {target(made["Destination"]) for made in seen.inspect["Mounts"]} - set(taken_over(work, seen))
    places |= {target(place) for place in seen.host.get("Tmpfs") or {}}
    places |= {target(mount["Target"]) for mount in seen.host.get("Mounts") or []}
    lists = [place for place in places if (place + "/").startswith(NVIDIA_LISTS + "/")]
    yield sorted(work["devices"]["nvidia_env"]), sorted([name for name, _, _ in asking] + lists)
    yield sorted(work["devices"]["nvidia_cdi"]), sorted(
        [name for name, _, value in asking if set("=/{") & set(value)]
        + [place for place in lists if (place + "/").startswith(NVIDIA_LISTS + "/cdi/")])


@comparison(needs_spec=True)
def devices_as_run(work, seen):
    if work["privileged"] or work["devices"]["host_paths"]:
        return
    yield len(seen.base.spec["linux"].get("devices", [])), len(seen.spec["linux"].get("devices", []))
    rules = len(work["devices"]["cgroup_rules"])
    yield (len(seen.base.spec["linux"]["resources"]["devices"]) + rules), len(seen.spec["linux"]["resources"]["devices"])


@comparison("Sysctls", needs_spec=True)
def sysctls(work, seen):
    """An endpoint's come by way of its driver options, and reach the network's driver, not the runtime."""
    understood = pairs_to_dict(work["sysctls"])
    given = seen.host.get("Sysctls") or {}
    yield sorted({understood_name(name) for name in given}), sorted(
        name for name in understood if name in map(understood_name, given) or not work["joined_networks"])
    own = set(seen.base.spec["linux"].get("sysctl") or {}) | {"kernel.domainname"}
    yield [], sorted(set(seen.spec["linux"].get("sysctl") or {}) - own - set(given))


def understood_name(name):
    """Whichever of . and / comes first separates, for the runtime as in sysctl.d(5)."""
    first = re.search("[./]", name)
    return name.translate(str.maketrans("./", "./" if first and first.group() == "." else "/.")) if first else name


@comparison("CgroupParent", "Runtime", "Annotations")
def runtime(work, seen):
    yield work["cgroup_parent"] or "", seen.host["CgroupParent"]
    yield work["runtime"] or "runc", seen.host.get("Runtime") or "runc"
    if seen.knows_annotations:  # else: less than what was understood
        yield pairs_to_dict(work["annotations"]), seen.host.get("Annotations") or {}
    if seen.spec:
        own = set(seen.base.spec.get("annotations") or {})
        ran = set(seen.spec.get("annotations") or {}) - own
        yield sorted(ran & set(pairs_to_dict(work["annotations"]))), sorted(ran)


@comparison("OomScoreAdj", "OomKillDisable")
def oom(work, seen):
    yield work["oom_score_adj"] or 0, seen.host["OomScoreAdj"]
    yield work["oom_kill_disable"] or False, seen.host["OomKillDisable"] or False


LIMITS = {"memory": "Memory", "nano_cpus": "NanoCpus", "cpu_quota": "CpuQuota", "cpu_period": "CpuPeriod",
          "cpu_shares": "CpuShares", "pids_limit": "PidsLimit"}


@comparison("MemorySwap", *LIMITS.values())
def limits(work, seen):
    """-1 and 0 are no limit of processes, which the engine shows as null."""
    for member, field in LIMITS.items():
        understood, shown = work[member] or 0, seen.host[field] or 0
        if member == "pids_limit":
            understood, shown = max(understood, 0), max(shown, 0)
        yield (field, understood), (field, shown)
    if work["memory_swap"]:
        yield work["memory_swap"], seen.host["MemorySwap"]


@comparison("Ulimits", needs_spec=True)
def ulimits(work, seen):
    own = seen.base.spec["process"].get("rlimits") or []
    ran = [limit for limit in seen.spec["process"].get("rlimits") or [] if limit not in own]
    understood = {f"RLIMIT_{limit['name']}": (limit["soft"] % 2**64, limit["hard"] % 2**64) for limit in work["ulimits"]}
    yield understood, {limit["type"]: (limit["soft"], limit["hard"]) for limit in ran}


@comparison("RestartPolicy")
def restart(work, seen):
    shown = seen.host["RestartPolicy"]
    understood = work["restart"]
    yield understood["name"] or "no", shown["Name"] or "no"
    if understood["when"] == "on-failure":
        yield understood["most"], shown["MaximumRetryCount"]


@comparison("Healthcheck")
def healthcheck(work, seen):
    test = (seen.config.get("Healthcheck") or {}).get("Test") or []
    kind = test[0] if test else None
    state = "inherited" if kind is None else "checked" if kind in ("CMD", "CMD-SHELL") and len(test) > 1 else "none"
    yield work["healthcheck"], state


@comparison("Labels")
def labels(work, seen):
    yield pairs_to_dict(work["labels"]), seen.config["Labels"] or {}


@comparison("LogConfig")
def log(work, seen):
    yield work["log"]["type"] or seen.base.host["LogConfig"]["Type"], seen.host["LogConfig"]["Type"]
    yield pairs_to_dict(work["log"]["options"]), seen.host["LogConfig"]["Config"] or {}


# --- All of them --------------------------------------------------------------------------------------------------------

def differences(work, seen):
    """Sentences; none when both understood the same."""
    found = []
    for function, _, needs_spec in COMPARISONS:
        if needs_spec and seen.spec is None:
            continue
        found += [f"{function.__name__}: understood {understood!r}, the engine made {made!r}"
                  for understood, made in function(work, seen) or () if understood != made]
    unknown = (set(seen.host) | set(seen.config)) - covered()
    return found + [f"{member}: nobody holds this member of the engine's against anything" for member in sorted(unknown)]
