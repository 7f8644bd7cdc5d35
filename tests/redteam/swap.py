"""Renames two containers in turn, so that the name NAME is now the one's and now the other's; until it is stopped.
With one container NAME is now its own and now nobody's.

usage: swap.py SOCKET NAME ID [ID]
"""
import http.client
import itertools
import socket
import sys

path, name, first = sys.argv[1:4]
second = sys.argv[4] if len(sys.argv) > 4 else None


def rename(identity, new):
    connection = http.client.HTTPConnection("engine")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(path)
    connection.request("POST", f"/v1.41/containers/{identity}/rename?name={new}", headers={"Content-Length": "0"})
    connection.getresponse().read()
    connection.close()


for turn in itertools.count():
    rename(first, f"{name}-away-{turn}")
    if second:
        rename(second, name)
        rename(second, f"{name}-hidden-{turn}")
    rename(first, name)
