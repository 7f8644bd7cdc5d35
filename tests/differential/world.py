"""What stands around every request: the engine, its plugin's envelopes, and the objects that requests name."""
import itertools
import json
import re

import bodies
import compare

APIS = ("", "1.41", "1.24", "1.40")  # "": no version in the path, which is the engine's newest


def prefix(api):
    return f"/v{api}" if api else ""


class World:
    def __init__(self, engine, check, work):
        self.engine = engine
        self.check = check
        self.work = work
        self.host = str(work / "host")
        self.numbers = itertools.count()
        self.version = tuple(int(part) for part in re.findall("[0-9]+", engine.get("/version")["Version"])[:2])
        self.root = engine.get("/info")["DockerRootDir"]
        self.make_objects()
        self.base = {api: self.see_base(api) for api in APIS}

    def make_objects(self):
        (self.work / "host").mkdir()
        (self.work / "host" / "file").write_text("x")
        (self.work / "host" / "link").symlink_to("/etc")
        self.engine.post("/volumes/create", {"Name": "kept"})
        self.engine.post("/networks/create", {"Name": "own", "Driver": "bridge",
                                              "IPAM": {"Config": [{"Subnet": "10.99.0.0/24"}]}})
        self.engine.post("/networks/create", {"Name": "other", "Driver": "bridge"})
        self.givers = {}
        for name, env in (("first", ["QW_RUN=1"]), ("second", [])):
            self.engine.post(f"/containers/create?name={name}", {
                "Image": "qw/busybox:1", "Cmd": ["sleep", "1000"], "Env": env,
                "HostConfig": {"Binds": ["kept:/kept"], "NetworkMode": "none", "IpcMode": "shareable"}})
            self.givers[name] = self.engine.get(f"/containers/{name}/json")
        self.engine.post("/containers/first/start")
        self.first = self.engine.get("/containers/first/json")["Id"]

    def see_base(self, api):
        container = self.engine.post(prefix(api) + "/containers/create", {**bodies.PLAIN, "HostConfig": {}})["Id"]
        seen = self.see(api, container)
        self.engine.remove(container)
        if seen.spec is None:
            raise RuntimeError("a plain container did not reach the runtime")
        return seen

    def see(self, api, container, base=None):
        """Inspects CONTAINER and starts it, as far as the runtime, which keeps what it got."""
        inspect = self.engine.get(f"/containers/{container}/json")
        self.engine.request("POST", f"{prefix(api)}/containers/{container}/start", headers=())
        kept = self.work / "specs" / f"{container}.json"
        spec = json.loads(kept.read_bytes()) if kept.exists() else None
        return compare.Seen(inspect, spec, self.user_of(inspect["Image"]), self.version, api, base, self.givers, self.root)

    def user_of(self, image):
        """An engine of 20.10 makes a container of no image, too."""
        return self.engine.get(f"/images/{image}/json")["Config"].get("User", "") if image else ""

    def case_id(self):
        return f"case-{next(self.numbers)}"

    def envelope(self, case_id):
        """What dockerd showed its plugin of the request with X-Case: CASE_ID; None: it did not ask."""
        kept = self.work / "envelopes" / case_id
        return kept.read_bytes() if kept.exists() else None

    def understood(self, case_id, operation):
        """(what `check` says, None), or (None, the outcome) where there is nothing to compare."""
        asked = self.envelope(case_id)
        if asked is None:
            return None, ("third", ["the engine did it without asking the plugin"])
        result = self.check(asked, "permissive")
        if result["decision"] == "deny":
            return None, ("denied", ())
        if result["operation"] != operation or result["workload"] is None:
            return None, ("third", [f"was taken for {result['operation']}"])
        return result, None
