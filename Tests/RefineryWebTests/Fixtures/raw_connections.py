"""Says to a web process what no well-behaved client says, byte by byte, and prints as JSON how each ended.

raw_connections.py PORT    the status of the first answer to each; "closed" where the connection ends without one, "open" where nothing comes
"""

import json
import socket
import sys
import threading
import time
import urllib.request

port = int(sys.argv[1])
HOST = f"Host: 127.0.0.1:{port}\r\n"
KEY = "Authorization: Bearer read\r\n"


def talk(text, wait=5.0, rest=b""):
    """The status of the first answer."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(wait)
        try:
            connection.sendall(text.encode("latin-1"))
            if rest:
                connection.sendall(rest)
            answer = connection.recv(65536)
        except TimeoutError:
            return "open"
        except (ConnectionResetError, BrokenPipeError):
            return "closed"
    return int(answer.split(b" ")[1]) if answer else "closed"


def answers(text):
    """The statuses of all answers until the connection ends or is silent."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(2)
        connection.sendall(text.encode("latin-1"))
        received = b""
        try:
            while piece := connection.recv(65536):
                received += piece
        except (TimeoutError, ConnectionResetError):
            pass
    return [int(part.split(b" ")[0]) for part in received.split(b"HTTP/1.1 ")[1:]]


def get(path, headers=""):
    return talk(f"GET {path} HTTP/1.1\r\n{HOST}{headers}\r\n")


def slow_clients():
    """How long, in seconds, somebody else's request takes at the median while others send a byte now and then, for 100 seconds."""
    clients = []
    for _ in range(20):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(f"PUT /api/v1/imports/slow.csv HTTP/1.1\r\n{HOST}Authorization: Bearer submit\r\nContent-Length: 1000\r\n\r\n".encode())
        clients.append(connection)
    over = threading.Event()

    def drip():
        while not over.wait(0.1):
            for connection in clients:
                connection.sendall(b"a")

    thread = threading.Thread(target=drip)
    thread.start()
    took = []
    for _ in range(21):
        begin = time.perf_counter()
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health").read()
        took.append(time.perf_counter() - begin)
    over.set()
    thread.join()
    for connection in clients:
        connection.close()
    return sorted(took)[10]


found = {
    # The tests' limit of silence is one second.
    "silence": talk("", wait=8),
    "half a head": talk(f"GET /health HTTP/1.1\r\n{HOST}", wait=8),
    "no HTTP": talk("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"),
    "HTTP/2 without TLS": talk("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    # Smuggling: where two could read two things, nobody reads any.
    "length and chunks": talk(f"POST /api/v1/opt-outs HTTP/1.1\r\n{HOST}{KEY}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    "two lengths": talk(f"POST /api/v1/opt-outs HTTP/1.1\r\n{HOST}{KEY}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"),
    "a negative length": talk(f"POST /api/v1/opt-outs HTTP/1.1\r\n{HOST}{KEY}Content-Length: -1\r\n\r\n"),
    "chunks of chunks": talk(f"POST /api/v1/opt-outs HTTP/1.1\r\n{HOST}{KEY}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    "a chunk that is no number": talk(f"POST /api/v1/opt-outs HTTP/1.1\r\n{HOST}{KEY}Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "a blank before the colon": get("/health", "Content-Length : 0\r\n"),
    "a header over two lines": get("/health", "X-A: b\r\n c\r\n"),
    "NUL in a header": get("/health", "X-A: b\x00c\r\n"),
    "a large header": get("/health", f"X-A: {'a' * 40_000}\r\n"),
    "many headers": get("/health", "".join(f"X-{n}: a\r\n" for n in range(200))),
    # Two requests at once are two answers, in their order.
    "two at once": answers(f"GET /health HTTP/1.1\r\n{HOST}\r\nGET /api/v1/imports HTTP/1.1\r\n{HOST}\r\n"),
    # Other protocols.
    "another protocol": get("/health", "Connection: Upgrade\r\nUpgrade: h2c\r\n"),
    "another protocol, and a body": talk(
        f"POST /api/v1/opt-outs HTTP/1.1\r\n{HOST}Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"),
    "a flood behind it": talk(f"GET /health HTTP/1.1\r\n{HOST}Connection: Upgrade\r\nUpgrade: x\r\n\r\n", rest=b"x" * (4 << 20)),
    "a tunnel": talk(f"CONNECT example.com:443 HTTP/1.1\r\n{HOST}\r\n"),
    "a trace": talk(f"TRACE /health HTTP/1.1\r\n{HOST}\r\n"),
    "no origin of this server": get(
        "/api/v1/ws", f"{KEY}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: null\r\n"),
    "an old WebSocket": get("/api/v1/ws", f"{KEY}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"),
    # Paths.
    "dots": get("/api/v1/../../../etc/passwd", KEY),
    "hidden dots": get("/api/v1/%2e%2e/%2e%2e/etc/passwd", KEY),
    "hidden slashes": get("/api%2fv1%2fimports", KEY),
    "NUL in the path": get("/api/v1/imports/%00", KEY),
    "no UTF-8 in the path": get("/api/v1/imports/%ff%fe", KEY),
    "another server in the path": get("http://elsewhere.example/api/v1/imports"),
    "slashes twice": get("//api//v1//imports"),
}
found["slow clients"] = slow_clients()
print(json.dumps(found))
