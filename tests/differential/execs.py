"""Exec creates: the exec is inspected, and run for the ids that it gets."""
import json
import random

import spelling
import values
from bodies import with_settings
from case import Case

CONTAINER_USER = "1001"  # whom an exec without a user runs as; newer engines write it into the exec
BASE = {"Cmd": ["sh", "-c", "id -u; id -g"], "AttachStdout": True, "Tty": True}
OTHERS = [("Privileged", value) for value in values.FLAG_VALUES] + [
    ("Env", ["A=b"]), ("Env", "A=b"), ("WorkingDir", "/tmp"), ("DetachKeys", "ctrl-x"), ("Cmd", "id"), ("AttachStdin", True),
    ("ConsoleSize", [1, 2]), ("Detach", True), ("Container", "second"), ("Unknown", 1), ("Tty", "x"), ("Entrypoint", ["id"])]


def settings():
    return [(("User", user),) for user in values.USERS] + [(pair,) for pair in OTHERS]


def cases(seed, count):
    rng = random.Random(seed)
    for number, setting in enumerate(settings()):
        yield Case(f"exec-{number}", spelling.encode(spelling.tree(with_settings(BASE, setting))))
    for mutation in spelling.MUTATIONS:
        for number in range(4):
            body = with_settings(BASE, (("User", "1001"), ("Privileged", number % 2 == 0)))
            yield Case(f"{mutation.__name__}-{number}", mutation(rng, spelling.tree(body)))
    for number in range(count // 4):
        body = with_settings(BASE, rng.choice(settings()) + rng.choice(settings()))
        mutation = rng.choice([*spelling.MUTATIONS, lambda _, root: spelling.encode(root)])
        yield Case(f"random-{number}", mutation(rng, spelling.tree(body)))


class Execs:
    name = "exec"
    least_alike = 0.3

    def __init__(self, world):
        self.world = world
        self.engine = world.engine

    def cases(self, seed, count):
        return list(cases(seed, count))

    def judge(self, case):
        case_id = self.world.case_id()
        answer = self.engine.request("POST", "/containers/first/exec", case.body, case_id)
        if answer.status != 201:
            return "refused", ()
        result, outcome = self.world.understood(case_id, "container.exec.create")
        if outcome is not None:
            return outcome
        exec_id = answer.json()["Id"]
        found = list(differences(result["workload"], self.engine.get(f"/exec/{exec_id}/json"), self.ids(exec_id)))
        return ("third", found) if found else ("alike", ())

    def ids(self, exec_id):
        """[uid, gid] of what ran; None where it did not."""
        answer = self.engine.request("POST", f"/exec/{exec_id}/start", json.dumps({"Detach": False, "Tty": True}).encode())
        words = answer.body.split()
        return [int(word) for word in words] if len(words) == 2 and all(word.isdigit() for word in words) else None

    def self_check(self):
        planted = [("privileged", True), ("user", {"text": "5", "user": "number", "uid": 5, "group": "absent"})]
        honest = {"privileged": False, "user": {"text": None, "user": "absent", "group": "absent"}}
        made = {"ProcessConfig": {"user": "", "privileged": False}}
        missed = [name for name, value in planted if not list(differences({**honest, name: value}, made, [1001, 1001]))]
        missed += list(differences(honest, made, [1001, 1001]))
        print(f"planted misreadings of an exec: {len(planted)}, not noticed: {missed or 'none'}")
        return len(missed)


def differences(work, made, ids):
    process, user = made["ProcessConfig"], work["user"]
    pairs = [("privileged", work["privileged"], process.get("privileged", False)),
             ("user", user["text"] or CONTAINER_USER, process.get("user") or CONTAINER_USER)]
    if ids is not None:
        if user["user"] == "number":
            pairs.append(("uid", user["uid"], ids[0]))
        elif user["user"] == "absent":
            pairs.append(("uid", int(CONTAINER_USER), ids[0]))
        if user["group"] == "number":
            pairs.append(("gid", user["gid"], ids[1]))
    return (f"{name}: understood {understood!r}, the engine made {shown!r}" for name, understood, shown in pairs
            if understood != shown)
