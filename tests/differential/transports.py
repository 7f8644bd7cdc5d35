"""One create that is privileged, sent in every way that might hide or change its body (engine.md, section 2)."""
import dataclasses

from creates import Creates

BODY = b'{"Image":"qw/busybox:1","Cmd":["true"],"HostConfig":{"Privileged":true}}'
PLAIN = b'{"Image":"qw/busybox:1","Cmd":["true"]}'
JSON = "Content-Type: application/json"
FORM = "Content-Type: application/x-www-form-urlencoded"
TYPES = ["application/json; charset=utf-8", "APPLICATION/JSON", "application/json;", "text/plain", "", "application/json, text/plain",
         "application/json;x", "application/json; x=\"", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
         " application/json ", "application/problem+json", "text/json", "application/json;charset=utf-8;charset=x", "*/*",
         "application/jsonx", "application/json\tx", "application/octet-stream", "application/tar"]


@dataclasses.dataclass
class Case:
    name: str
    request: bytes
    api: str = ""

    def shown(self):
        return repr(self.request[:300])


def chunked(body, size=20):
    pieces = [body[at:at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def request(headers, body, target="/containers/create", version="1.1", length=True):
    lines = [f"POST {target} HTTP/{version}", "Host: docker", "Connection: close", "X-Case: @CASE@", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def padded(body, size):
    return body[:-1] + b',"Labels":{"pad":"' + b"x" * (size - len(body)) + b'"}}'


def cases():
    for number, kind in enumerate(TYPES):
        yield Case(f"type-{number}", request([f"Content-Type: {kind}"], BODY))
        yield Case(f"json-then-{number}", request([JSON, f"Content-Type: {kind}"], BODY))
        yield Case(f"json-behind-{number}", request([f"Content-Type: {kind}", JSON], BODY))
    yield Case("no-type", request([], BODY))
    for number, target in enumerate(["?x=/auth", "?#%zz", "?name=%zz", "?name=a;b", "?name=x&name=y", "?name=%00", "?x=%2fauth",
                                     "?/auth", "#/auth", "?name=../x", "?platform=linux/amd64", "?platform=x", "?name=", "?&&", "?=",
                                     "?name=a%26b", "?NAME=x", "?name=first", "?" + "x" * 5000]):
        yield Case(f"target-{number}", request([JSON], BODY, "/containers/create" + target))
    for version in ("1.0", "1.1"):
        yield Case(f"http-{version}", request([JSON], BODY, version=version))
        yield Case(f"http-{version}-chunked", request([JSON, "Transfer-Encoding: chunked"], chunked(BODY), version=version, length=False))
    yield Case("chunked-and-length", request([JSON, "Transfer-Encoding: chunked"], chunked(BODY)))
    yield Case("chunked-twice", request([JSON, "Transfer-Encoding: chunked", "Transfer-Encoding: identity"], chunked(BODY), length=False))
    yield Case("chunked-gzip", request([JSON, "Transfer-Encoding: gzip, chunked"], chunked(BODY), length=False))
    yield Case("chunked-capital", request([JSON, "transfer-encoding: CHUNKED"], chunked(BODY), length=False))
    yield Case("gzip", request([JSON, "Content-Encoding: gzip"], BODY))
    yield Case("expect", request([JSON, "Expect: 100-continue"], BODY))
    yield Case("length-zero", request([JSON, "Content-Length: 0"], BODY, length=False))
    yield Case("length-short", request([JSON, f"Content-Length: {len(PLAIN)}"], PLAIN + BODY, length=False))
    yield Case("length-twice", request([JSON, f"Content-Length: {len(BODY)}"], BODY))
    yield Case("length-plus", request([JSON, f"Content-Length: +{len(BODY)}"], BODY, length=False))
    yield Case("form", request([FORM], b"Image=qw/busybox:1"))
    yield Case("form-hides-json", request([FORM, JSON], BODY))
    yield Case("upgrade", request([JSON, "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"], BODY))
    yield Case("trailer", request([JSON, "Trailer: X", "Transfer-Encoding: chunked"], chunked(BODY)[:-2] + b"X: y\r\n\r\n", length=False))
    for name, size in (("below", 2**20 - 200), ("at", 2**20 + 200), ("4MiB", 2**22 - 200), ("over", 2**22 + 200)):
        yield Case(f"size-{name}", request([JSON], padded(BODY, size)))
        yield Case(f"size-{name}-chunked", request([JSON, "Transfer-Encoding: chunked"], chunked(padded(BODY, size), 65536), length=False))
    yield Case("header-override", request([JSON, "X-HTTP-Method-Override: GET"], BODY))


class Transports(Creates):
    name = "transport"
    least_alike = 0.1

    def cases(self, seed, count):
        return list(cases())

    def send(self, case, case_id):
        return self.engine.send(case.request.replace(b"@CASE@", case_id.encode()), "POST")

    def self_check(self):
        return 0  # the comparisons are those of Creates, which checks them
