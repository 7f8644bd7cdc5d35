"""Exec creates: the exec is inspected, and run for the ids that it gets."""
import json
import random

import spelling
import values
from compare import GIDS, PRIMARY_GIDS, UIDS
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
        made = {"ProcessConfig": {"user": "", "privileged": False}}
        missed = [name for name, value in PLANTED if not list(differences({**HONEST, name: value}, made, [1001, 1001]))]
        missed += list(differences(HONEST, made, [1001, 1001]))
        for text, ids, user in MISREAD:
            made = {"ProcessConfig": {"user": text, "privileged": False}}
            missed += [text] if not list(differences({**HONEST, "user": {"text": text, **user}}, made, ids)) else []
        print(f"planted misreadings of an exec: {len(PLANTED) + len(MISREAD)}, not noticed: {missed or 'none'}")
        return len(missed)


HONEST = {"privileged": False, "user": {"text": None, "user": "absent", "group": "absent"}}
PLANTED = [("privileged", True), ("user", {"text": "5", "user": "number", "uid": 5, "group": "absent"})]
MISREAD = [  # the user's text is what the engine got; what is made of it is not what ran
    ("app", [1001, 1001], {"user": "name", "user_name": "root", "group": "absent"}),
    ("app:root", [1001, 0], {"user": "name", "user_name": "app", "group": "name", "group_name": "app"}),
    ("1001:root", [1001, 0], {"user": "number", "uid": 1001, "group": "absent"}),
    ("0:", [0, 0], {"user": "absent", "group": "absent"}),
]


def differences(work, made, ids):
    process, user = made["ProcessConfig"], work["user"]
    pairs = [("privileged", work["privileged"], process.get("privileged", False)),
             ("user", user["text"] or CONTAINER_USER, process.get("user") or CONTAINER_USER)]
    if ids is not None:
        pairs += [(kind, understood, ran) for kind, understood, ran in (
            ("uid", uid_of(user), ids[0]), ("gid", gid_of(user, ids[0]), ids[1])) if understood is not UNKNOWN]
    return (f"{name}: understood {understood!r}, the engine made {shown!r}" for name, understood, shown in pairs
            if understood != shown)


UNKNOWN = object()  # what quaywarden calls invalid is held against nothing


def uid_of(user):
    return {"number": user.get("uid"), "name": UIDS.get(user.get("user_name")), "absent": int(CONTAINER_USER)}.get(user["user"], UNKNOWN)


def gid_of(user, uid):
    """Where the request names no group, it is the one that the container's files give the user."""
    return {"number": user.get("gid"), "name": GIDS.get(user.get("group_name")),
            "absent": PRIMARY_GIDS.get(uid, 0)}.get(user["group"], UNKNOWN)
