"""Requests to dockerd over its socket, written byte by byte."""
import http.client
import json
import socket
import urllib.parse


class Answer:
    def __init__(self, status, body):
        self.status = status
        self.body = body

    def json(self):
        return json.loads(self.body)


class Engine:
    """One dockerd.  Each request has a connection of its own, so that nothing of one reaches another."""

    def __init__(self, path):
        self.path = path

    def send(self, request, method="GET"):
        """REQUEST is what goes onto the wire; METHOD tells how its answer is read."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(60)
        with connection:
            connection.connect(self.path)
            connection.sendall(request)
            answer = http.client.HTTPResponse(connection, method=method)
            try:
                answer.begin()
                return Answer(answer.status, answer.read())
            except http.client.IncompleteRead as cut:
                return Answer(answer.status, cut.partial)
            except http.client.RemoteDisconnected:
                return Answer(0, b"")  # the engine's handler panicked

    def request(self, method, target, body=b"", case=None, headers=(("Content-Type", "application/json"),)):
        lines = [f"{method} {target} HTTP/1.1", "Host: docker", "Connection: close", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers]
        if case is not None:
            lines.append(f"X-Case: {case}")
        head = "\r\n".join(lines) + "\r\n\r\n"
        return self.send(head.encode("utf-8", "surrogateescape") + body, method)

    def get(self, target):
        answer = self.request("GET", target, headers=())
        if answer.status != 200:
            raise RuntimeError(f"GET {target}: {answer.status} {answer.body[:200]!r}")
        return answer.json()

    def post(self, target, value=None):
        """A request of the test's own, which has to succeed."""
        body = b"" if value is None else json.dumps(value).encode()
        answer = self.request("POST", target, body)
        if answer.status >= 300:
            raise RuntimeError(f"POST {target}: {answer.status} {answer.body[:200]!r}")
        return answer.json() if answer.body.strip() else None

    def remove(self, container):
        self.request("DELETE", f"/containers/{urllib.parse.quote(container)}?force=1&v=1", headers=())
