"""What an attacker looks for on the loopback of the host: a listener that answers with a token, and counts who asked.

usage: host.py TOKEN FOLDER
Serves TOKEN at /token and the files of FOLDER; writes FOLDER/../port when it listens, a line for each request to FOLDER/../hits.
"""
import http.server
import os
import sys

token, folder = sys.argv[1], sys.argv[2]
beside = os.path.dirname(folder)


class Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args):
        super().__init__(*args, directory=folder)

    def do_GET(self):
        with open(os.path.join(beside, "hits"), "a", encoding="ascii") as hits:
            hits.write(self.path + "\n")
        if self.path != "/token":
            super().do_GET()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(token.encode() + b"\n")

    do_OPTIONS = do_POST = do_GET

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(os.path.join(beside, "port.new"), "w", encoding="ascii") as port:
    port.write(str(server.server_address[1]))
os.rename(os.path.join(beside, "port.new"), os.path.join(beside, "port"))
server.serve_forever()
