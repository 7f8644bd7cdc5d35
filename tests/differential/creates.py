"""Container creates: the container is inspected, and started as far as the runtime."""
import copy

import bodies
import compare
import hardened
from world import prefix


class Creates:
    name = "create"
    least_alike = 0.3

    def __init__(self, world):
        self.world = world
        self.engine = world.engine
        self.n_hardened = 0
        self.samples = {}  # what was understood alike, by what self_check needs of it
        self.hardened_sample = None

    def cases(self, seed, count):
        return bodies.cases(seed, count)

    def send(self, case, case_id):
        body = case.body.replace(b"@HOST@", self.world.host.encode())
        return self.engine.request("POST", prefix(case.api) + "/containers/create", body, case_id)

    def judge(self, case):
        case_id = self.world.case_id()
        answer = self.send(case, case_id)
        if answer.status != 201:
            return "refused", ()
        made = answer.json()
        try:
            return self.judge_container(case, made, case_id)
        finally:
            self.engine.remove(made["Id"])

    def judge_container(self, case, made, case_id):
        result, outcome = self.world.understood(case_id, "container.create")
        if outcome is not None:
            return outcome
        seen = self.world.see(case.api, made["Id"], self.world.base[case.api])
        seen.warnings = made.get("Warnings") or ()
        found = compare.differences(result["workload"], seen)
        if seen.spec is not None and self.world.check(self.world.envelope(case_id), "restricted")["decision"] == "allow":
            offences = hardened.offences(seen.spec, self.world.base[case.api].spec)
            found += ["restricted admits it, and it " + offence for offence in offences]
            self.n_hardened += 1
            self.hardened_sample = self.hardened_sample or (seen.spec, self.world.base[case.api].spec)
        if found:
            return "third", found
        self.keep_sample(result["workload"], seen)
        return "made" if seen.spec is None else "alike", ()

    def keep_sample(self, workload, seen):
        for kind, is_one in SAMPLES.items():
            if is_one(workload, seen):
                self.samples.setdefault(kind, (workload, seen))

    def self_check(self):
        """Plants one misreading after another into what was understood: each has to be noticed."""
        missed = [f"{where} of {kind}" for kind, planted in PLANTED.items() for where, value in planted.items()
                  if kind not in self.samples or not self.notices(*self.samples[kind], where, value)]
        print(f"planted misreadings of a create: {sum(map(len, PLANTED.values()))}, not noticed: {missed or 'none'}")
        return len(missed) + self.check_hardened()

    def notices(self, workload, seen, where, value):
        workload = copy.deepcopy(workload)
        bodies.put(workload, where, value)
        return compare.differences(workload, seen) or where == "annotations" and not seen.knows_annotations

    def check_hardened(self):
        """Plants one offence after another into a specification that has none."""
        if self.hardened_sample is None:
            print("no create was admitted at restricted: nothing shows what that level admits")
            return 1
        honest, base = self.hardened_sample
        missed = [name for name, plant in OFFENCES.items()
                  if not hardened.offences(planted(honest, plant), base)]
        missed += hardened.offences(honest, base)
        print(f"planted offences against restricted: {len(OFFENCES)}, not noticed: {missed or 'none'}")
        return len(missed)


def planted(spec, plant):
    spec = copy.deepcopy(spec)
    plant(spec)
    return spec


def bind(source, destination):
    return {"type": "bind", "source": source, "destination": destination, "options": ["rbind"]}


def share(kind, path):
    """As the engine writes it: the host's network has a path, other kinds of the host's have no entry."""
    def plant(spec):
        spaces = [space for space in spec["linux"]["namespaces"] if space["type"] != kind]
        spec["linux"]["namespaces"] = spaces + ([{"type": kind, "path": path}] if path else [])
    return plant


OFFENCES = {
    "root": lambda spec: spec["process"]["user"].update(uid=0),
    "group 0": lambda spec: spec["process"]["user"].update(additionalGids=[0]),
    "a capability": lambda spec: spec["process"].update(capabilities={"bounding": ["CAP_CHOWN"]}),
    "new privileges": lambda spec: spec["process"].update(noNewPrivileges=False),
    "a writable root": lambda spec: spec["root"].update(readonly=False),
    "no seccomp": lambda spec: spec["linux"].pop("seccomp"),
    "the host's network": share("network", "/var/run/docker/netns/default"),
    "another's network": share("network", "/proc/7/ns/net"),
    "the host's processes": share("pid", None),
    "another's processes": share("pid", "/proc/7/ns/pid"),
    "the host's IPC": share("ipc", None),
    "the host's name": share("uts", None),
    "a path of the host": lambda spec: spec["mounts"].append(bind("/etc", "/host")),
    "one over a file of the engine's": lambda spec: spec["mounts"].append(bind("/etc/shadow", "/etc/hosts")),
    "a tmpfs with exec": lambda spec: spec["mounts"].append({"type": "tmpfs", "source": "tmpfs", "destination": "/t",
                                                            "options": ["nosuid", "nodev"]}),
    "unmasked paths": lambda spec: spec["linux"].update(maskedPaths=[]),
    "paths to write to": lambda spec: spec["linux"].update(readonlyPaths=[]),
    "a path over itself": lambda spec: spec["linux"]["readonlyPaths"].append("/"),
    "a path under a mask": lambda spec: spec["linux"]["maskedPaths"].append("/v/l"),
    "a device": lambda spec: spec["linux"].update(devices=[{"path": "/dev/sda"}] + (spec["linux"].get("devices") or [])),
    "a rule of devices": lambda spec: spec["linux"]["resources"]["devices"].append({"allow": True, "access": "rwm"}),
    "spared by the OOM killer": lambda spec: spec["process"].update(oomScoreAdj=-5),
}


USER = {"text": "77:77", "user": "number", "uid": 77, "user_name": "77", "group": "number", "gid": 77, "group_name": "77"}
MOUNT = {"type": "bind", "source": "/x", "target": "/y", "is_read_only": True, "relabels": False, "propagation": "", "driver": "",
         "driver_options": [], "options": "", "has_template": False, "unknown_mode": None}
SHARED = {name: {"mode": "host", "text": "host"} for name in compare.NAMESPACES}
REQUEST = {"driver": "", "asks_for_gpu": True, "count": 1, "ids": [], "options": []}
# Alone: nothing else is there that notices what is planted.
SAMPLES = {
    "one that ran": lambda work, seen: seen.spec is not None and not work["volumes_from"] and not work["devices"]["requests"],
    "one with a limit": lambda work, seen: len(work["devices"]["limited_paths"]) == 1 and not seen.warnings,
    "one with VolumesFrom": lambda work, seen: seen.spec is not None and work["volumes_from"] == ["first"] and not work["mounts"],
    "one that asks for a GPU": lambda work, seen: work["devices"]["requests"] == [REQUEST],
    "one with a NetworkID": lambda work, seen: work["joined_networks"] == ["own", "other"],
}
MEMBERS = {
    "image": "other", "privileged": True, "user": USER, "groups": [{"text": "5", "kind": "number", "gid": 5}],
    "read_only_rootfs": "neither", "capabilities": {"add": ["CAP_SYS_ADMIN"], "drop": [], "drops_all": False},
    "security": [{"key": "seccomp", "value": "unconfined", "is_true": False, "is_valid": True}], "masked_paths": [],
    "read_only_paths": [], "namespaces": SHARED, "mounts": [MOUNT], "volume_driver": "x", "volumes_from": ["x"],
    "devices.host_paths": ["/dev/x"], "devices.limited_paths": ["/dev/x"], "devices.cgroup_rules": ["a"], "devices.requests": [REQUEST],
    "devices.nvidia_env": ["NVIDIA_GDS"], "devices.nvidia_cdi": ["NVIDIA_GDS"], "sysctls": [["net.x", "1"]],
    "endpoint_options": [["a", "b"]], "cgroup_parent": "/x", "runtime": "x", "annotations": [["a", "b"]], "oom_score_adj": -5,
    "oom_kill_disable": True, "memory": 5, "memory_swap": 5, "nano_cpus": 5, "cpu_quota": 5, "cpu_period": 5, "cpu_shares": 5,
    "pids_limit": 5, "ulimits": [{"name": "NOFILE", "soft": 1, "hard": 1}], "restart": {"when": "always", "name": "always", "most": 0},
    "healthcheck": "checked", "labels": [["a", "b"]], "publishes_all_ports": True,
    "ports": [{"container_port": "80/tcp", "host_ip": "", "first": 80, "last": 80, "is_valid": True}],
    "log": {"type": "syslog", "options": []},
}
PLANTED = {
    "one that ran": MEMBERS,
    "one with a limit": {"devices.limited_paths": ["/dev/x", "/dev/vda"]},
    "one with VolumesFrom": {"mounts": [MOUNT], "volumes_from": ["second"]},
    "one that asks for a GPU": {"devices.requests": [{**REQUEST, "asks_for_gpu": False}]},
    "one with a NetworkID": {"joined_networks": ["own"]},
}
