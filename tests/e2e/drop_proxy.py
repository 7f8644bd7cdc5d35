"""A stub for one fault: a plugin that drops the connection in the middle of its first AuthZReq with a
body.  Every other call is passed on to the real plugin.  dockerd then repeats the call with an empty
body, which must be denied (engine.md 1.3).

usage: drop_proxy.py LISTEN-SOCKET PLUGIN-SOCKET READY-FILE
"""
import os
import socket
import sys
import threading

state = {"dropped": False}


def read_request(client):
    data = b""
    while b"\r\n\r\n" not in data:
        part = client.recv(65536)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += client.recv(65536)
    return head, body


def pass_on(target, head, body):
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    with socket.socket(socket.AF_UNIX) as plugin:
        plugin.connect(target)
        plugin.sendall(b"\r\n".join(lines) + b"\r\nConnection: close\r\n\r\n" + body)
        answer = b""
        while part := plugin.recv(65536):
            answer += part
        return answer


def serve(client, target):
    with client:
        request = read_request(client)
        if request is None:
            return
        head, body = request
        if b"AuthZReq" in head and b"containers/create" in body and not state["dropped"]:
            state["dropped"] = True
            return
        if b"AuthZReq" in head and not body and state["dropped"]:
            print("dropped one call, then an empty one came", flush=True)
        client.sendall(pass_on(target, head, body))


def main():
    listen, target, ready = sys.argv[1:4]
    if os.path.exists(listen):
        os.unlink(listen)
    server = socket.socket(socket.AF_UNIX)
    server.bind(listen)
    server.listen(64)
    with open(ready, "w", encoding="ascii"):
        pass
    while True:
        client, _ = server.accept()
        threading.Thread(target=serve, args=(client, target), daemon=True).start()


main()
