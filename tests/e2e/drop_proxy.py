"""A stub for one fault: a plugin that drops the connection in the middle of its first AuthZReq with a
body.  Every other call is passed on to the real plugin.  dockerd then repeats the call with an empty
body, which must be denied (engine.md 1.3).

usage: drop_proxy.py LISTEN-SOCKET PLUGIN-SOCKET READY-FILE
"""
import sys
import threading

from plugin_pipe import listen_on, pass_on, read_request

state = {"dropped": False}


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
    server = listen_on(listen)
    with open(ready, "w", encoding="ascii"):
        pass
    while True:
        client, _ = server.accept()
        threading.Thread(target=serve, args=(client, target), daemon=True).start()


main()
