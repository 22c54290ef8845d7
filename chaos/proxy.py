"""A way to Postgres that loses every NOTIFY, as a half-open connection or a pooler does, and passes everything else on."""

import socket
import struct
import threading

from psycopg.conninfo import conninfo_to_dict

NOTIFICATION_RESPONSE = b"A"


class DeafProxy:
    def __init__(self, url: str):
        target = conninfo_to_dict(url)
        self.upstream = f"{target['host']}/.s.PGSQL.{target.get('port', 5432)}"
        self.dropped = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        port = self.listener.getsockname()[1]
        self.url = f"postgresql://{target['user']}@127.0.0.1:{port}/{target['dbname']}?sslmode=disable&gssencmode=disable"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.upstream)
            threading.Thread(target=self._pass_on, args=(client, server), daemon=True).start()
            threading.Thread(target=self._filter, args=(server, client), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(1 << 16):
                target.sendall(data)
        except OSError:
            pass
        close(target)

    def _filter(self, source: socket.socket, target: socket.socket) -> None:
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

    def close(self) -> None:
        self.listener.close()


def close(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
