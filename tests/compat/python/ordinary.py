"""Ordinary work by docker-py: ordinary.py LEVEL."""
import io
import os
import sys
import tarfile

import docker

from rows import MODE, done, row, same

LEVEL = sys.argv[1]
REGISTRY = os.environ["REGISTRY"]
HARDENED = {
    "user": "1001:1001", "read_only": True, "cap_drop": ["ALL"], "tmpfs": {"/tmp": ""},
    "security_opt": ["no-new-privileges"],
} if LEVEL == "restricted" else {}
client = docker.from_env(version="auto")


def run(*command, **options):
    return client.containers.run("app:1", list(command), **{**HARDENED, **options})


def archive():
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("note"), io.BytesIO(b""))
    return data.getvalue()


def with_container(work, **options):
    """WORK on a container that sleeps, or was only created."""
    is_started = options.pop("is_started", True)
    container = client.containers.create("app:1", ["sleep", "100"], **{**HARDENED, **options})
    try:
        if is_started:
            container.start()
        return work(container)
    finally:
        container.remove(force=True)


def containers():
    row("ping, version, info, df", lambda: (client.ping(), client.version(), client.info(), client.df()))
    row("containers.run", lambda: same(run("echo", "hello", remove=True), b"hello\n"))
    web = row("containers.run detached", lambda: run(
        "sh", "-c", "echo started; exec sleep 100", detach=True, name="web", ports={"80/tcp": ("127.0.0.1", 8080)},
        environment={"A": "b"}, labels={"a": "b"}, mem_limit="64m", nano_cpus=500000000, pids_limit=50, init=True,
        restart_policy={"Name": "on-failure", "MaximumRetryCount": 2}, hostname="box"))
    row("containers.list and get", lambda: (client.containers.list(all=True), client.containers.get("web").reload()))
    row("logs", lambda: web.logs(tail=5))
    row("exec_run", lambda: same(web.exec_run(["echo", "hi"]).output, b"hi\n"))
    row("exec_run with a stream and a tty", lambda: list(web.exec_run(["id"], stream=True, tty=True).output))
    row("top, diff, stats", lambda: (web.top(), web.diff(), web.stats(stream=False)))
    row("update, pause, unpause, rename", lambda: (
        web.update(mem_limit="48m", memswap_limit="96m"), web.pause(), web.unpause(), web.rename("site")))
    row("restart, stop, start, kill, wait", lambda: (
        web.restart(timeout=0), web.stop(timeout=0), web.start(), web.kill(), web.wait()))
    row("remove", lambda: web.remove(v=True))
    row("get_archive of one that does not run", lambda: with_container(
        lambda it: list(it.get_archive("/etc/passwd")[0]), is_started=False))
    row("export of one that does not run", lambda: with_container(lambda it: next(it.export()), is_started=False))
    row("events", lambda: list(client.events(since=1, until=2)))


def volumes_and_networks():
    volume = row("volumes.create", lambda: client.volumes.create("data", labels={"a": "b"}))
    row("run with volumes, tmpfs, ulimits", lambda: run(
        "true", remove=True, volumes={"data": {"bind": "/data", "mode": "rw"}},
        mounts=[docker.types.Mount("/again", "data", read_only=True), docker.types.Mount("/t", None, type="tmpfs")],
        ulimits=[docker.types.Ulimit(name="nofile", soft=1024, hard=2048)],
        log_config=docker.types.LogConfig(type="json-file", config={"max-size": "1m"})))
    row("volumes.list, remove, prune", lambda: (client.volumes.list(), volume.remove(), client.volumes.prune()))
    network = row("networks.create", lambda: client.networks.create("back", driver="bridge", internal=True, check_duplicate=True))
    pool = docker.types.IPAMConfig(pool_configs=[docker.types.IPAMPool(subnet="10.213.8.0/24")])
    row("a network with a subnet, twice", lambda: [client.networks.create("plan", ipam=pool).remove() for _ in range(2)], "subnet")
    row("run in a network", lambda: run("true", remove=True, network="back"))
    row("connect and disconnect", lambda: with_container(
        lambda it: (network.connect(it, aliases=["api"]), network.disconnect(it))))
    row("networks.list, remove, prune", lambda: (client.networks.list(), network.remove(), client.networks.prune()))


def host_paths():
    os.makedirs("src", exist_ok=True)
    row("run with a folder of the host", lambda: run(
        "touch", "/src/made", remove=True, volumes={os.path.abspath("src"): {"bind": "/src", "mode": "rw"}}))


def images():
    auth = {"username": os.environ["REGISTRY_USER"], "password": os.environ["REGISTRY_PASSWORD"]}
    name = f"{REGISTRY}/python"
    row("login", lambda: client.login(**auth, registry=REGISTRY))
    row("tag and push", lambda: (client.images.get("app:1").tag(name, "1"),
                                 same("error" in client.images.push(name, "1", auth_config=auth), False)))
    row("remove and pull", lambda: (client.images.remove(f"{name}:1"), client.images.pull(name, "1", auth_config=auth)))
    row("run what must be pulled", lambda: (client.images.remove(f"{name}:1"), client.containers.run(
        f"{name}:1", "true", remove=True, **HARDENED)))
    row("list, history, get_registry_data", lambda: (
        client.images.list(), client.images.get("app:1").history(), client.images.get_registry_data(f"{name}:1", auth_config=auth)))
    row("save", lambda: sum(map(len, client.images.get("app:1").save(named=True))))
    row("prune", lambda: (client.containers.prune(), client.images.remove(f"{name}:1"), client.images.prune()))


def needing_more():
    """What some levels or engines deny: each stands for itself."""
    dockerfile = io.BytesIO(b"FROM app:1\nRUN echo built >/built\n")
    row("build", lambda: client.images.build(fileobj=dockerfile, tag="python:built", rm=True), "build")
    row("commit", lambda: with_container(lambda it: it.commit("python", "made"), is_started=False), "make-image")
    row("load", lambda: client.images.load(b"".join(client.images.get("app:1").save(named=True))), "make-image")
    row("import", lambda: client.api.import_image_from_data(archive(), repository="python", tag="imported"), "make-image")
    row("put_archive", lambda: with_container(lambda it: it.put_archive("/tmp", archive()), is_started=False, read_only=False)
        if LEVEL == "baseline" else with_container(lambda it: it.put_archive("/v", archive()), is_started=False, volumes=["/v"]), "copy-in")
    row("get_archive of one that runs", lambda: with_container(lambda it: list(it.get_archive("/etc/passwd")[0])), "copy-of-running")


if MODE == "level":
    containers()
    volumes_and_networks()
    if LEVEL == "baseline":
        host_paths()
    images()
needing_more()
done()
