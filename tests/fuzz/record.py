"""An authorization plugin that allows everything and writes down what it is asked; and what makes
seeds of that.

usage: record.py serve SOCKET FOLDER    each AuthZReq is a file in FOLDER
       record.py seeds FOLDER...        makes seeds/*/recorded-* of what was written down (see record)
"""
import base64
import hashlib
import http.server
import json
import os
import pathlib
import re
import socketserver
import sys

SEEDS = pathlib.Path(__file__).parent / "seeds"
LONGEST = 12 * 1024  # of a seed: a fuzzer mutates short ones better
MOST_GATE = 28


# --- The plugin. -----------------------------------------------------------------------------------


class Plugin(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = None
    n_written = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        answer = b'{"Allow":true}'
        if self.path == "/Plugin.Activate":
            answer = b'{"Implements":["authz"]}'
        if self.path == "/AuthZPlugin.AuthZReq":
            Plugin.n_written += 1
            (self.folder / f"{Plugin.n_written:06}").write_bytes(body)
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def get_request(self):
        connection, _ = super().get_request()
        return connection, ("", 0)


def serve(socket, folder):
    Plugin.folder = pathlib.Path(folder)
    Server(socket, Plugin).serve_forever()


# --- What names the machine that recorded. ---------------------------------------------------------

PLAIN = [
    (re.compile(r"/tmp/qw-[A-Za-z0-9.]+"), "/srv/app"),
    (re.compile(r"/tmp/tmp\.[A-Za-z0-9]+"), "/srv/app"),
    (re.compile(re.escape(os.uname().release)), "6.1.0-18-amd64"),
]
FIELDS = {
    "KernelVersion": "6.1.0-18-amd64",
    "OperatingSystem": "Debian GNU/Linux 12 (bookworm)",
    "OSVersion": "12",
    "MemTotal": 8000000000,
    "NCPU": 4,
    "SystemTime": "2026-01-02T03:04:05.678Z",
}


def scrub_text(text):
    for pattern, other in PLAIN:
        text = pattern.sub(other, text)
    return text


def scrub_answer(answer, is_info=False):
    answer = json.loads(scrub_text(json.dumps(answer)))
    if not isinstance(answer, dict):
        return answer
    for field, value in FIELDS.items():
        if field in answer:
            answer[field] = value
    if is_info:
        answer["Name"] = "host"
        answer["ID"] = "0" * 8
        answer.pop("Warnings", None)
        answer.pop("RegistryConfig", None)
    return answer


# --- Requests. -------------------------------------------------------------------------------------


def scrub_envelope(envelope):
    envelope = json.loads(scrub_text(json.dumps(envelope)))
    headers = envelope.get("RequestHeaders", {})
    body = base64.b64decode(envelope.get("RequestBody", ""))
    if body:
        body = scrub_text(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        envelope["RequestBody"] = base64.b64encode(body).decode()
        if "Content-Length" in headers:
            headers["Content-Length"] = str(len(body))
    return envelope, body


def path_of(uri):
    """The address without version, names and numbers: what a route is chosen by."""
    path = re.sub(r"^/v[0-9.]+", "", uri.partition("?")[0])
    path = re.sub(r"^/(containers|exec|images|volumes|networks)/(?!create$|json$|prune$)(.+?)(?=/[a-z]+$|$)", r"/\1/X", path)
    return path


def shape(value):
    """What a body is made of: its keys, and of which kind their values are."""
    if isinstance(value, dict):
        return sorted((key, shape(item)) for key, item in value.items() if item not in (None, [], {}, "", 0, False))
    if isinstance(value, list):
        return sorted({json.dumps(shape(item)) for item in value})
    return type(value).__name__


def shape_of(envelope, body):
    query = sorted(re.findall(r"[?&]([^=&]+)", envelope["RequestUri"]))
    try:
        form = shape(json.loads(body))
    except ValueError:
        form = len(body) > 0
    return json.dumps([envelope["RequestMethod"], path_of(envelope["RequestUri"]), query, form])


def requests_of(folders):
    for folder in folders:
        for path in sorted((pathlib.Path(folder) / "requests").iterdir()):
            yield pathlib.Path(folder).name, scrub_envelope(json.loads(path.read_bytes()))


def write(harness, name, content):
    folder = SEEDS / harness
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def as_lines(envelope, body):
    headers = envelope.get("RequestHeaders", {})
    lines = [envelope["RequestMethod"], envelope["RequestUri"], headers.get("Content-Type", "-"),
             headers.get("Content-Length", "-")]
    return "\n".join(lines).encode() + b"\n" + body


def as_question(envelope, body):
    """As fuzz_gate.c wraps it: a fuzzer finds nothing in base64."""
    return f"? {envelope['RequestMethod']} {envelope['RequestUri']}\n".encode() + body


def digest_of(text):
    return hashlib.sha256(text).hexdigest()[:6]


WORKLOADS = {"/containers/create": b"c", "/containers/X/exec": b"e", "/volumes/create": b"v", "/networks/create": b"n",
             "/networks/X/connect": b"j"}


def select_requests(folders):
    """One of each shape; those with a body first."""
    seen = {}
    for source, (envelope, body) in requests_of(folders):
        text = json.dumps(envelope, separators=(",", ":")).encode()
        if len(text) <= LONGEST:
            seen.setdefault(shape_of(envelope, body), (source, envelope, body, text))
    chosen = sorted(seen.values(), key=lambda item: (not item[2], path_of(item[1]["RequestUri"]), digest_of(item[3])))
    per_path = {}
    n_gate = 0
    for source, envelope, body, text in chosen:
        path = path_of(envelope["RequestUri"])
        most = 8 if path == "/containers/create" else 2
        per_path[path] = per_path.get(path, 0) + 1
        if per_path[path] > most or n_gate >= MOST_GATE:
            continue
        n_gate += 1
        name = f"recorded-{source}-{envelope['RequestMethod'].lower()}{path.replace('/', '-')}-{digest_of(text)}"
        write("gate", name, as_question(envelope, body) if body else text)
        if body and path in WORKLOADS and per_path[path] <= 1:
            write("workload", name, WORKLOADS[path] + body)
        if body and per_path[path] <= 1:
            write("engine", name, as_lines(envelope, body))
        if n_gate in (1, 20):
            write("plugin", name, text)


# --- Answers of the engine. ------------------------------------------------------------------------

ANSWERS = {"image": b"a", "history": b"b", "volume": b"c", "version": b"d", "info": b"d", "exec": b"e", "container": b"f",
           "passwd": b"g"}


def select_answers(folders):
    for folder in map(pathlib.Path, folders):
        for name, letter in ANSWERS.items():
            path = folder / "answers" / name
            content = path.read_bytes()
            if name != "passwd":
                answer = scrub_answer(json.loads(content), name == "info")
                content = json.dumps(answer, separators=(",", ":")).encode()
            elif folder.name != "28.5":
                continue
            if name in ("history", "volume", "exec", "image") and folder.name != "28.5":
                continue
            write("resolve", f"recorded-{folder.name}-{name}", letter + content)


def seeds(folders):
    for old in SEEDS.glob("*/recorded-*"):
        old.unlink()
    select_requests(folders)
    select_answers(folders)


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "serve":
        serve(sys.argv[2], sys.argv[3])
    elif len(sys.argv) > 2 and sys.argv[1] == "seeds":
        seeds(sys.argv[2:])
    else:
        sys.exit(__doc__)
