"""Volume creates: the volume is inspected."""
import dataclasses
import random
import urllib.parse

import spelling
from case import Case

OPTIONS = [{"type": "none", "o": "bind", "device": "/"}, {"type": "tmpfs", "device": "tmpfs"}, {"o": "bind"}, {"TYPE": "none", "O": "bind"},
           {"type": "tmpfs", "device": "tmpfs", "o": "exec"}, {"type": "ext4", "device": "/dev/sda1"}, {"size": "1m"}, {"x": "y"}, {"": ""},
           {"type": "nfs", "o": "addr=127.0.0.1", "device": ":/x"}, {"type": None}, {}, None, "x", {"type": "none", "o": "bind,ro", "device": "/etc"},
           {"type ": "none"}, {"type": "none", "device": "/", "o": "rbind"}]
BODIES = [{"Name": "vol", "DriverOpts": options} for options in OPTIONS] + [
    {"Name": "vol", "Driver": driver} for driver in ("local", "", "LOCAL", "nope", None, " local")] + [
    {"Name": name} for name in ("vol", "VOL", "../x", "v/x", "", "a" * 300, "v\u0000", ".", "0", None)] + [
    {}, {"Name": "vol", "Labels": {"a": "b"}}, {"Name": "vol", "Options": {"o": "bind"}}, {"Name": "vol", "Opts": {"o": "bind"}},
    {"Name": "vol", "ClusterVolumeSpec": {}}, {"Name": "vol", "Unknown": 1}, {"name": "vol", "driveropts": {"type": "tmpfs", "device": "x"}}]


def cases(seed):
    rng = random.Random(seed)
    for number, body in enumerate(BODIES):
        yield Case(f"volume-{number}", spelling.encode(spelling.tree(body)))
    for mutation in spelling.MUTATIONS:
        for number in range(4):
            body = {"Name": "vol", "Driver": "local", "DriverOpts": OPTIONS[number % 2]}
            yield Case(f"{mutation.__name__}-{number}", mutation(rng, spelling.tree(body)))


class Volumes:
    name = "volume"
    least_alike = 0.2

    def __init__(self, world):
        self.world = world
        self.engine = world.engine

    def cases(self, seed, _):
        return [dataclasses.replace(case, body=case.body.replace(b"vol", b"vol%d" % number))
                for number, case in enumerate(cases(seed))]

    def judge(self, case):
        case_id = self.world.case_id()
        answer = self.engine.request("POST", "/volumes/create", case.body, case_id)
        if answer.status != 201:
            return "refused", ()
        made = answer.json()
        try:
            result, outcome = self.world.understood(case_id, "volume.create")
            if outcome is not None:
                return outcome
            found = differences(result["workload"]["volume"], made, self.world.version)
            return ("third", found) if found else ("alike", ())
        finally:
            self.engine.request("DELETE", f"/volumes/{urllib.parse.quote(made['Name'], safe='')}", headers=())

    def self_check(self):
        honest = {"driver": None, "options": [], "is_cluster": False}
        made = {"Driver": "local", "Options": None}
        planted = {"driver": "x", "options": [["o", "bind"]], "is_cluster": True}
        missed = [name for name, value in planted.items() if not differences({**honest, name: value}, made, (26,))]
        missed += differences(honest, made, (26,))
        print(f"planted misreadings of a volume: {len(planted)}, not noticed: {missed or 'none'}")
        return len(missed)


def differences(work, made, version):
    pairs = [("driver", work["driver"] or "local", made["Driver"]),
             ("options", dict(map(tuple, work["options"])), made["Options"] or {}),
             ("is_cluster", work["is_cluster"], "ClusterVolume" in made)]
    if version < (23,):  # knows no cluster volumes: less than what was understood
        pairs.pop()
    return [f"{name}: understood {understood!r}, the engine made {shown!r}" for name, understood, shown in pairs if understood != shown]
