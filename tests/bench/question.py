#!/usr/bin/env python3
"""Times of one run, alternating: a bare image inspect through the gate, and the verdict on a create that
needs the image's USER.  usage: question.py ENGINE-SOCKET PLUGIN-SOCKET IMAGE ROUNDS"""
import base64
import json
import socket
import statistics
import sys
import time


class Connection:
    """One kept-alive HTTP/1.1 connection over a unix socket."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        self.socket.connect(path)
        self.stream = self.socket.makefile("rb")

    def ask(self, method, path, body=b""):
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        start = time.perf_counter()
        self.socket.sendall(head.encode() + body)
        status = int(self.stream.readline().split()[1])
        headers = {}
        while (line := self.stream.readline().strip()):
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        answer = self.read_body(headers)
        return status, answer, time.perf_counter() - start

    def read_body(self, headers):
        if headers.get("transfer-encoding") != "chunked":
            return self.stream.read(int(headers.get("content-length", "0")))
        parts = []
        while (size := int(self.stream.readline(), 16)):
            parts.append(self.stream.read(size))
            self.stream.readline()
        self.stream.readline()
        return b"".join(parts)


def envelope(image):
    body = json.dumps({"Image": image, "Cmd": ["true"], "HostConfig": {
        "ReadonlyRootfs": True, "CapDrop": ["ALL"], "SecurityOpt": ["no-new-privileges"],
        "NetworkMode": "none"}}).encode()
    return json.dumps({"RequestMethod": "POST", "RequestUri": "/v1.41/containers/create",
                       "RequestHeaders": {"Content-Type": "application/json",
                                          "Content-Length": str(len(body))},
                       "RequestBody": base64.b64encode(body).decode()}).encode()


def main():
    engine, plugin, image, rounds = sys.argv[1:5]
    inspect, create = [], []
    engine, plugin = Connection(engine), Connection(plugin)
    question = envelope(image)
    for _ in range(int(rounds)):
        status, answer, seconds = engine.ask("GET", f"/images/{image}/json")
        assert status == 200, answer
        inspect.append(seconds)
        status, answer, seconds = plugin.ask("POST", "/AuthZPlugin.AuthZReq", question)
        assert answer == b'{"Allow":true}', answer
        create.append(seconds)
    inspect, create = statistics.median(inspect), statistics.median(create)
    print(f"a create that needs the image's USER, {rounds} rounds, medians of one run")
    print(f"  an image inspect through the gate  {inspect * 1e6:7.0f} us")
    print(f"  the verdict on the create          {create * 1e6:7.0f} us")
    print(f"  ratio                              {create / inspect:7.2f}    (goal: at most 1.5)")


main()
