"""Talks to the WebSocket of a web process with a client of others, and says as JSON what came of it.

web_socket.py read URL KEY COUNT       the first COUNT events, and the first message about metrics
web_socket.py offer URL KEY [CERT]     the subprotocol that is chosen where the key is offered as one; CERT is trusted
web_socket.py refusals URL             the HTTP status of each way to be refused
web_socket.py rules URL KEY            the close code of each way to break the rules
"""

import json
import ssl
import sys

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.sync.client import connect


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def read(url, key, count):
    events, metrics = [], None
    with connect(url, additional_headers=bearer(key)) as socket:
        while len(events) < int(count) or metrics is None:
            message = json.loads(socket.recv(timeout=20))
            if message["type"] == "METRICS_UPDATE":
                metrics = message["data"]
            else:
                events.append({"type": message["type"], "seq": message["seq"], "kind": message["data"]["kind"]})
        answered = socket.ping().wait(timeout=10)
    return {"events": events, "metrics": sorted(metrics), "answers_pings": answered}


def offer(url, key, certificate=None):
    context = ssl.create_default_context(cafile=certificate) if certificate else None
    with connect(url, ssl=context, subprotocols=["refinery.events", f"refinery.key.{key}"]) as socket:
        return {"chosen": socket.subprotocol}


def status(url, **options):
    try:
        with connect(url, **options):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


def refusals(url):
    return {
        "no key": status(url),
        "wrong key": status(url, additional_headers=bearer("nobody")),
        "wrong scope": status(url, additional_headers=bearer("submit")),
        "another origin": status(url, additional_headers=bearer("read"), origin="https://elsewhere.example"),
        "this origin": status(url, additional_headers=bearer("read"), origin=url.split("/api")[0].replace("ws://", "http://")),
        "no such run": status(f"{url}?run=00000000", additional_headers=bearer("read")),
        "no number": status(f"{url}?after=x", additional_headers=bearer("read")),
        "elsewhere": status(url.replace("/ws", "/stats"), additional_headers=bearer("read")),
    }


def code(url, key, break_rule):
    with connect(url, additional_headers=bearer(key)) as socket:
        break_rule(socket)
        try:
            while True:
                socket.recv(timeout=20)
        except ConnectionClosed as error:
            return error.rcvd.code if error.rcvd else None


def unmasked(socket):
    data = Frame(Opcode.TEXT, b"hello").serialize(mask=False)
    socket.socket.sendall(data)


def rules(url, key):
    return {
        "a large message": code(url, key, lambda socket: socket.send("x" * 5000)),
        "many messages": code(url, key, lambda socket: [socket.send("x") for _ in range(101)]),
        "no mask": code(url, key, unmasked),
    }


commands = {"read": read, "offer": offer, "refusals": refusals, "rules": rules}
print(json.dumps(commands[sys.argv[1]](*sys.argv[2:])))
