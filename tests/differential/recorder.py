#!/usr/bin/env python3
"""An authorization plugin that allows everything and keeps what dockerd asked.

recorder.py SOCKET FOLDER: each AuthZReq whose request carries the header X-Case is kept, byte for
byte, in FOLDER/<value of that header>.
"""
import http.server
import json
import os
import pathlib
import socketserver
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = None

    def do_POST(self):
        envelope = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/AuthZPlugin.AuthZReq" and b'"X-Case"' in envelope:
            case = json.loads(envelope)["RequestHeaders"]["X-Case"]
            (self.folder / case).write_bytes(envelope)
        reply = b'{"Implements":["authz"]}' if self.path == "/Plugin.Activate" else b'{"Allow":true}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 128

    def get_request(self):
        connection, _ = super().get_request()
        return connection, ("dockerd", 0)


def main():
    socket, folder = sys.argv[1:]
    Handler.folder = pathlib.Path(folder)
    Handler.folder.mkdir(parents=True, exist_ok=True)
    with Server(socket, Handler) as server:
        print("ready", flush=True)
        server.serve_forever()


main()
