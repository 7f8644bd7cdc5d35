#!/usr/bin/env python3
"""An engine that takes every connection and answers none: silent_engine.py SOCKET.  Ends by a signal."""
import socket
import sys

listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
listening.listen(128)
print("ready", flush=True)
taken = []
while True:
    taken.append(listening.accept())
