"""Container updates: the container is inspected before and after."""
import random

import spelling
import values
from bodies import PLAIN
from case import Case
from compare import LIMITS

START = {"Memory": 268435456, "MemorySwap": 536870912, "CpuShares": 300, "PidsLimit": 50}
OTHERS = [("Privileged", True), ("Devices", [{"PathOnHost": "/dev/null"}]), ("CgroupParent", "/x"), ("OomKillDisable", True),
          ("Ulimits", [{"Name": "nofile", "Soft": 1, "Hard": 1}]), ("CapAdd", ["ALL"]), ("Binds", ["/:/h"]), ("CpusetCpus", "0"),
          ("KernelMemory", 5), ("BlkioWeight", 300), ("Unknown", 1), ("HostConfig", {"Memory": 5}), ("MemoryReservation", 6291456),
          ("User", "0"), ("Image", "x")]


def settings():
    numbers = [(field, value) for field in (*LIMITS.values(), "MemorySwap") for value in values.NUMBERS[field]]
    return numbers + [("RestartPolicy", value) for value in values.RESTART] + OTHERS


def cases(seed, count):
    rng = random.Random(seed)
    for number, setting in enumerate(settings()):
        yield Case(f"update-{number}", spelling.encode(spelling.tree(dict([setting]))))
    for mutation in spelling.MUTATIONS:
        for number in range(4):
            yield Case(f"{mutation.__name__}-{number}", mutation(rng, spelling.tree({"PidsLimit": 70, "CpuShares": 700})))
    for number in range(count // 4):
        body = dict(rng.sample(settings(), 2))
        mutation = rng.choice([*spelling.MUTATIONS, lambda _, root: spelling.encode(root)])
        yield Case(f"random-{number}", mutation(rng, spelling.tree(body)))


class Updates:
    name = "update"
    least_alike = 0.2

    def __init__(self, world):
        self.world = world
        self.engine = world.engine

    def cases(self, seed, count):
        return list(cases(seed, count))

    def judge(self, case):
        container = self.engine.post("/containers/create", {**PLAIN, "HostConfig": START})["Id"]
        try:
            return self.judge_container(case, container)
        finally:
            self.engine.remove(container)

    def judge_container(self, case, container):
        case_id = self.world.case_id()
        before = self.engine.get(f"/containers/{container}/json")["HostConfig"]
        answer = self.engine.request("POST", f"/containers/{container}/update", case.body, case_id)
        if answer.status != 200:
            return "refused", ()
        result, outcome = self.world.understood(case_id, "container.update")
        if outcome is not None:
            return outcome
        found = differences(result["workload"], before, self.engine.get(f"/containers/{container}/json")["HostConfig"])
        return ("third", found) if found else ("alike", ())

    def self_check(self):
        honest = {**{member: None for member in LIMITS}, "memory_swap": None, "restart": {"when": "no", "name": "", "most": 0}}
        before = {**dict.fromkeys([*LIMITS.values(), "MemorySwap"], 0), "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
                  "Privileged": False}
        planted = {**{member: 7 for member in (*LIMITS, "memory_swap")}, "restart": {"when": "always", "name": "always", "most": 0}}
        missed = [name for name, value in planted.items() if not differences({**honest, name: value}, before, before)]
        missed += differences(honest, before, before) + ([] if differences(honest, before, {**before, "Privileged": True}) else ["Privileged"])
        print(f"planted misreadings of an update: {len(planted) + 1}, not noticed: {missed or 'none'}")
        return len(missed)


# Weights and pins: neither is a limit that a rule knows.
LEFT_ALONE = {"CpusetCpus", "CpusetMems", "BlkioWeight", "KernelMemory", "MemoryReservation", "KernelMemoryTCP"}


def differences(work, before, after):
    """A limit of processes of 0 or less lifts it; other limits of 0 change nothing."""
    pairs = []
    for member, field in {**LIMITS, "memory_swap": "MemorySwap"}.items():
        understood, was, now = work[member], before[field] or 0, after[field] or 0
        if member == "pids_limit":
            expected = was if understood is None else max(understood, 0)
            now = max(now, 0)
        else:
            expected = understood or was
        pairs.append((field, expected, now))
    restart, policy = work["restart"], after["RestartPolicy"]
    expected = restart["name"] or before["RestartPolicy"]["Name"]
    pairs.append(("RestartPolicy", expected or "no", policy["Name"] or "no"))
    if restart["when"] == "on-failure":
        pairs.append(("MaximumRetryCount", restart["most"], policy["MaximumRetryCount"]))
    judged = {*LIMITS.values(), "MemorySwap", "RestartPolicy"} | LEFT_ALONE
    pairs += [(field, before[field], after.get(field)) for field in before if field not in judged]
    return [f"{name}: understood {understood!r}, the engine made {made!r}" for name, understood, made in pairs if understood != made]
