"""A stub between dockerd and the plugin: it passes everything on, and keeps back the answer that allows
a request of one address until it is told to go on.  So a test acts between the plugin's look and the
engine's own.

usage: holding_proxy.py LISTEN-SOCKET PLUGIN-SOCKET HELD-URI HELD-FILE RELEASE-FIFO [FREE-URI]
  HELD-FILE is made once an answer is kept back, which goes on when RELEASE-FIFO is written to; what
  comes to FREE-URI is allowed without asking the plugin.
"""
import os
import sys
import threading

from plugin_pipe import listen_on, pass_on, read_request

ALLOWED = b'HTTP/1.1 200 OK\r\nContent-Length: 14\r\nConnection: close\r\n\r\n{"Allow":true}'


def asks(head, body, uri):
    return uri is not None and b"AuthZReq" in head and b'"RequestUri":"' + uri.encode() + b'"' in body


def serve(client, target, held, free):
    uri, held_file, release = held
    with client:
        request = read_request(client)
        if request is None:
            return
        head, body = request
        if asks(head, body, free):
            client.sendall(ALLOWED)
            return
        try:
            answer = pass_on(target, head, body)
        except OSError:  # the plugin starts anew; dockerd repeats the call
            return
        if asks(head, body, uri) and ALLOWED.endswith(answer[-14:]):
            with open(held_file, "w", encoding="ascii"):
                pass
            with open(release, encoding="ascii") as fifo:
                fifo.read()
        client.sendall(answer)


def main():
    listen, target, uri, held_file, release = sys.argv[1:6]
    free = sys.argv[6] if len(sys.argv) > 6 else None
    os.mkfifo(release)
    server = listen_on(listen)
    print("ready", flush=True)
    while True:
        client, _ = server.accept()
        threading.Thread(target=serve, args=(client, target, (uri, held_file, release), free), daemon=True).start()


main()
