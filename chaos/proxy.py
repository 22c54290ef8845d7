"""Ways to Postgres that misbehave: one loses every NOTIFY, as a half-open connection or a pooler does; one delays answers, loses answers, and
leads elsewhere after a failover."""

import queue
import random
import socket
import struct
import threading
import time

from psycopg.conninfo import conninfo_to_dict

NOTIFICATION_RESPONSE = b"A"


class Proxy:
    """Passes everything on."""

    def __init__(self, url: str):
        target = conninfo_to_dict(url)
        self.lead_to(url)
        self.listener = socket.create_server(("127.0.0.1", 0))
        port = self.listener.getsockname()[1]
        self.url = f"postgresql://{target['user']}@127.0.0.1:{port}/{target['dbname']}?sslmode=disable&gssencmode=disable"
        threading.Thread(target=self._accept, daemon=True).start()

    def lead_to(self, url: str) -> None:
        """Where connections go from now on."""
        target = conninfo_to_dict(url)
        self.upstream = f"{target['host']}/.s.PGSQL.{target.get('port', 5432)}"

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self.upstream)
            except OSError:
                client.close()
                continue
            threading.Thread(target=self._requests, args=(client, server), daemon=True).start()
            threading.Thread(target=self._answers, args=(server, client), daemon=True).start()

    def _requests(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(1 << 16):
                target.sendall(data)
        except OSError:
            pass
        close(target)

    _answers = _requests

    def close(self) -> None:
        self.listener.close()


class DeafProxy(Proxy):
    dropped = 0

    def _answers(self, source: socket.socket, target: socket.socket) -> None:
        """Messages of the server: a type byte, then a length that counts itself."""
        buffer = b""
        try:
            while data := source.recv(1 << 16):
                buffer += data
                passed, at = [], 0
                while len(buffer) - at >= 5:
                    end = at + 1 + struct.unpack_from("!I", buffer, at + 1)[0]
                    if end > len(buffer):
                        break
                    if buffer[at : at + 1] == NOTIFICATION_RESPONSE:
                        self.dropped += 1
                    else:
                        passed.append(buffer[at:end])
                    at = end
                buffer = buffer[at:]
                if passed:
                    target.sendall(b"".join(passed))
        except OSError:
            pass
        close(target)


class FaultProxy(Proxy):
    def __init__(self, url: str, seed: int = 1):
        self.chance = random.Random(seed)
        # Seconds before each answer of the server.
        self.delay = 0.0
        # Of what clients send, this share reaches the server, its answer is lost, and the connection is reset.
        self.lost_share = 0.0
        self.lost = 0
        self.doomed: set[socket.socket] = set()
        super().__init__(url)

    def _requests(self, source: socket.socket, target: socket.socket) -> None:
        # A login that fails is another matter.
        is_greeted = False
        try:
            while data := source.recv(1 << 16):
                if is_greeted and self.chance.random() < self.lost_share:
                    self.lost += 1
                    self.doomed.add(target)
                is_greeted = True
                target.sendall(data)
        except OSError:
            pass
        if target not in self.doomed:
            close(target)

    def _answers(self, source: socket.socket, target: socket.socket) -> None:
        # What is under way does not hold up what follows, as on a long line.
        line: queue.SimpleQueue = queue.SimpleQueue()
        threading.Thread(target=self._deliver, args=(line, target), daemon=True).start()
        try:
            while data := source.recv(1 << 16):
                if source in self.doomed:
                    reset(target)
                    break
                line.put((time.monotonic() + self.delay, data))
        except OSError:
            pass
        line.put(None)
        close(source)
        self.doomed.discard(source)

    def _deliver(self, line: queue.SimpleQueue, target: socket.socket) -> None:
        try:
            while item := line.get():
                due, data = item
                time.sleep(max(0, due - time.monotonic()))
                target.sendall(data)
        except OSError:
            pass
        close(target)


def reset(connection: socket.socket) -> None:
    """Nothing of what was to be sent arrives; the other side is told that the connection is broken."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Wakes who reads here; the last one who holds the connection resets it.
        connection.shutdown(socket.SHUT_RD)
    except OSError:
        pass
    connection.close()


def close(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
