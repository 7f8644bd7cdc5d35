"""The bodies of container creates that are sent: each value alone, each spelling, and a random lot."""
import copy
import dataclasses
import random

import spelling
import values

PLAIN = {"Image": "qw/busybox:1", "Cmd": ["true"]}
HARDENED = {"Image": "qw/busybox:1", "Cmd": ["true"], "User": "1001:1001",
            "HostConfig": {"ReadonlyRootfs": True, "CapDrop": ["ALL"], "SecurityOpt": ["no-new-privileges"],
                           "NetworkMode": "none"}}
# What engine.md, section 4.4, lists, word for word as it was sent to the engines.
FROM_THE_FACTS = [
    b'{"Image":"qw/busybox:1","Privileged":true,"Binds":["/:/h"]}',
    b'{"Image":"qw/busybox:1","HostConfig":null,"Privileged":true}',
    b'{"Image":"qw/busybox:1","HostConfig":{"Privileged":true},"HostConfig":null}',
    b'{"Image":"qw/busybox:1","HostConfig":{"Privileged":true},"HostConfig":{"Binds":[]}}',
    b'{"Image":"qw/busybox:1","HostConfig":{"Privileged":true,"Privileged":null}}',
    b'{"Image":"qw/busybox:1","HostConfig":{"Privileged":false,"PRIVILEGED":true}}',
    b'{"Image":"qw/busybox:1","Ho\xc5\xbftConfig":{"Privileged":true}}',
    b'{"Image":"qw/busybox:1","HostConfig":{"Networ\xe2\x84\xaaMode":"host"}}',
    b'{"Image":"qw/busybox:1","HostConfig":{"Pr\\u0069vileged":true}}',
    b'{"Image":"qw/busybox:1","HostConfig":{"Binds":["/etc:/h"],"Binds":[null]}}',
    b'{"Image":"qw/busybox:1","HostConfig":{"CapAdd":"SYS_ADMIN"}}',
    b'{"Image":"qw/busybox:1"}}',
    b'{"Image":"qw/busybox:1"}{"HostConfig":{"Privileged":true}}',
    b'{"Image":"qw/busybox:1","HostConfig":{"Memory":-0}}',
    b'{"Image":"qw/busybox:1","Cpuset":"0"}',
    b'{"Image":"qw/busybox:1","Memory":6291456,"HostConfig":{}}',
    b'{"Image":"qw/busybox:1","HostConfig":{"Resources":{"Memory":6291456}}}',
    b'{"image":"qw/busybox:1","HOSTCONFIG":{"readonlyrootfs":true}}',
    b"", b"{}", b"null", b"[]", b"1", b'""', b"true", b"{", b"  ",
]


@dataclasses.dataclass
class Case:
    name: str
    body: bytes
    api: str = ""

    def shown(self):
        return f"API {self.api or 'of the engine'}, {self.body[:1500]!r}"


def put(body, where, value):
    *parents, last = where.split(".")
    for parent in parents:
        body = body.setdefault(parent, {})
    body[last] = value


def with_settings(base, settings):
    body = copy.deepcopy(base)
    for where, value in settings:
        put(body, where, value)
    return body


def encode(body):
    return spelling.encode(spelling.tree(body))


def mutate(rng, mutation, body):
    return mutation(rng, spelling.tree(body))


def hand_written():
    for number, body in enumerate(FROM_THE_FACTS):
        yield Case(f"facts-{number}", body)
    for family, settings in values.families().items():
        for number, setting in enumerate(settings):
            yield Case(f"{family}-{number}", encode(with_settings(PLAIN, setting)))
    for number, setting in enumerate(values.families()["paths"]):
        yield Case(f"hardened-paths-{number}", encode(with_settings(HARDENED, setting)))
    for number, mode in enumerate(values.MODES["NetworkMode"]):
        yield Case(f"network-disabled-{number}",
                   encode(with_settings(PLAIN, (("NetworkDisabled", True), ("HostConfig.NetworkMode", mode)))))


def every_spelling(rng):
    for mutation in spelling.MUTATIONS:
        for base_name, base in (("plain", with_settings(PLAIN, (("HostConfig.Privileged", True),))), ("hardened", HARDENED)):
            for number in range(8):
                yield Case(f"{mutation.__name__}-{base_name}-{number}", mutate(rng, mutation, base))


def random_lot(rng, count):
    families = values.families()
    for number in range(count):
        body = HARDENED if rng.random() < 0.6 else PLAIN
        api = rng.choice(["", "", "1.41", "1.24", "1.40"])
        names = rng.sample(sorted(families), rng.choice([1, 1, 2, 3]))
        for name in names:
            body = with_settings(body, rng.choice(families[name]))
        if rng.random() < 0.5:
            mutation = rng.choice(spelling.MUTATIONS)
            names.append(mutation.__name__)
            yield Case(f"random-{number}:{'+'.join(names)}", mutate(rng, mutation, body), api)
        else:
            yield Case(f"random-{number}:{'+'.join(names)}", encode(body), api)


def cases(seed, count):
    """The whole list; the same for the same seed."""
    rng = random.Random(seed)
    return [*hand_written(), *every_spelling(rng), *random_lot(rng, count)]
