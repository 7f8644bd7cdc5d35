"""Addresses in every spelling of engine.md, section 3: which endpoint the engine ran is told by its answer."""
import dataclasses
import json
import random

BODY = b'{"Image":"qw/busybox:1","Cmd":["true"]}'
TARGETS = [("GET", "/containers/json"), ("GET", "/containers/first/json"), ("GET", "/info"), ("GET", "/version"), ("GET", "/_ping"),
           ("GET", "/images/json"), ("GET", "/images/qw/busybox:1/json"), ("GET", "/volumes"), ("GET", "/volumes/kept"),
           ("GET", "/networks"), ("GET", "/networks/own"), ("GET", "/containers/first/top"), ("GET", "/images/qw/busybox:1/history"),
           ("POST", "/containers/create"), ("POST", "/volumes/create"), ("GET", "/containers/first/changes")]
VERSIONS = ["", "/v1.41", "/v01.041", "/v1.41.0", "/v1.41.", "/v1", "/v", "/v1.99", "/V1.41", "/v1.41/v1.41", "/v.1", "/v1..41", "/v1.24",
            "/v1.23", "/v0", "/v1.4.1", "/v00001.00041", "/v1.18446744073709551657", "/1.41", "/v1.41x", "/v1,41", "/%761.41", "/v1%2e41"]


def place(path, rng, is_wanted):
    """An index of such a letter; the first, where there is none."""
    return rng.choice([index for index, letter in enumerate(path) if is_wanted(letter)] or [0])


def percent(letter, rng):
    text = f"%{ord(letter):02x}"
    return text.upper() if rng.random() < 0.5 else text


def encoded_letter(path, rng):
    at = place(path, rng, lambda letter: letter != "/")
    return path[:at] + percent(path[at], rng) + path[at + 1:]


def encoded_slash(path, rng):
    at = place(path, rng, lambda letter: letter == "/")
    return path[:at] + percent("/", rng) + path[at + 1:]


def twice_encoded(path, rng):
    return encoded_letter(path, rng).replace("%", "%25")


def inserted(path, rng):
    at = place(path, rng, lambda letter: letter == "/")
    return path[:at] + rng.choice(["/", "/.", "/x/..", "/%2e", "/%2e%2e", "//", "/ ", "/%20", "/%00", "/%0a", "/%0d", "/\\", "/%5c", "/..;",
                                   "/;x", "/+", "/%ff", "/%", "/%zz", "/\x7f", "/\xe9", "/%c3%a9", "/\t"]) + path[at:]


def appended(path, rng):
    return path + rng.choice(["/", "//", "/.", "/..", "%2f", "%00", "%0a", "?", "?x", "?x=/auth", "?#%zz", "?%zz", "?a;b", "#x", ";x", ".",
                              "%20", " ", "/auth", "?all=1", "?all=1&all=0", "?+", "?a=%00", "?" + "a" * 9000, "*", "%", "\\", "?\xe9"])


def other_case(path, rng):
    at = place(path, rng, str.isalpha)
    return path[:at] + path[at].swapcase() + path[at + 1:]


def absolute(path, rng):
    return rng.choice(["http://docker", "HTTP://x:80", "foo:", "foo://", "http://u:p@x", "//docker", "x", "http:", "?", "*", "unix:///x",
                       "http://docker/v1.41", "../..", "."]) + path


MUTATIONS = [encoded_letter, encoded_slash, twice_encoded, inserted, appended, other_case, absolute]
METHODS = ["get", "Get", "post", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "CONNECT", "TRACE", "FOO", "GE", "POST", "GET"]


@dataclasses.dataclass
class Case:
    name: str
    method: str
    target: str
    least_method: str

    def shown(self):
        return f"{self.method} {self.target[:300]!r}"


def cases(seed):
    rng = random.Random(seed)
    for method, path in TARGETS:
        for number, version in enumerate(VERSIONS):
            yield Case(f"{path}-version-{number}", method, version + path, method)
        for mutation in MUTATIONS:
            for number in range(8):
                yield Case(f"{path}-{mutation.__name__}-{number}", method, mutation(rng.choice(["", "/v1.41"]) + path, rng), method)
        for number in range(6):
            both = rng.sample(MUTATIONS, 2)
            yield Case(f"{path}-both-{number}", method, both[1](both[0](path, rng), rng), method)
    for method, path in TARGETS[:3]:
        for other in METHODS:
            yield Case(f"{path}-as-{other}", other, path, method)


class Uris:
    name = "uri"
    least_alike = 0.2

    def __init__(self, world):
        self.world = world
        self.engine = world.engine

    def cases(self, seed, _):
        return list(cases(seed))

    def judge(self, case):
        case_id = self.world.case_id()
        body = BODY if case.method.upper() == "POST" else b""
        lines = [f"{case.method} {case.target} HTTP/1.1", "Host: docker", "Connection: close", f"X-Case: {case_id}",
                 f"Content-Length: {len(body)}"] + (["Content-Type: application/json"] if body else [])
        answer = self.engine.send(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body, case.method)
        if answer.status == 0 or answer.status >= 300:
            return "refused", ()
        ran = self.tell(case, answer)
        asked = self.world.envelope(case_id)
        if asked is None:
            return "third", [f"the engine ran {ran} without asking the plugin"]
        result = self.world.check(asked, "permissive")
        if result["decision"] == "deny":
            return "denied", ()
        understood = (result["operation"], result["target"])
        return ("alike", ()) if is_same(understood, ran, self.world.first) else ("third", [f"understood {understood}, the engine ran {ran}"])

    def tell(self, case, answer):
        """(operation, object) of whoever gives such an answer."""
        if case.method == "OPTIONS":
            return "system.options", None
        if case.method == "HEAD" or answer.body == b"OK":
            return "system.ping", None
        value = json.loads(answer.body)
        if case.method == "POST" and answer.status == 201:
            if "Id" in value:
                self.engine.remove(value["Id"])
                return "container.create", None
            return "volume.create", None
        return tell_by_value(value)

    def self_check(self):
        mistakes = [(("container.list", ""), ("system.info", None)), (("container.inspect", "second"), ("container.inspect", "first"))]
        missed = [mistake for mistake in mistakes if is_same(*mistake, self.world.first)]
        print(f"planted misreadings of a URI: {len(mistakes)}, not noticed: {missed or 'none'}")
        return len(missed)


def tell_by_value(value):
    if value is None:
        return "container.changes", "first"
    if isinstance(value, list):
        first = value[0] if value else {}
        for key, operation, name in (("Names", "container.list", None), ("RepoTags", "image.list", None), ("Scope", "network.list", None),
                                     ("CreatedBy", "image.history", "qw/busybox:1"), ("Kind", "container.changes", "first")):
            if key in first:
                if key == "Tags" or (key == "RepoTags" and "CreatedBy" in first):
                    continue
                return operation, name
        return "an empty list", None
    for key, operation, name in (("Mountpoint", "volume.inspect", "kept"), ("HostConfig", "container.inspect", "first"),
                                 ("RootFS", "image.inspect", "qw/busybox:1"), ("Processes", "container.top", "first"),
                                 ("Volumes", "volume.list", None), ("IPAM", "network.inspect", "own"), ("MinAPIVersion", "system.version", None),
                                 ("ServerVersion", "system.info", None)):
        if key in value:
            return operation, name
    return f"something with {sorted(value)[:5]}", None


def is_same(understood, ran, first):
    operation, name = understood
    return operation == ran[0] and (ran[1] is None or name == ran[1] or (ran[1] == "first" and first.startswith(name) and name))
