"""A line that breaks when it is told to: a small TCP proxy between a phone and the server."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections import deque
from dataclasses import dataclass, field

REQUEST, ANSWER = "request", "answer"


class Cut(OSError):
    """The line broke: what was sent may have arrived or not."""


@dataclass
class Line:
    """Forwards each connection, one request each; `cuts` says what breaks: None, or where and after which share of it."""

    server: int
    cuts: deque[tuple[str, float] | None] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def call(self, verb: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """One request over this line. Raises Cut."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(verb, path, body or None, {"Connection": "close", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as fault:
            raise Cut(type(fault).__name__) from fault
        finally:
            connection.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                phone, _ = self.listener.accept()
                threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        cut = self.cuts.popleft() if self.cuts else None
        where, share = cut or ("", 1.0)
        with phone, contextlib.suppress(OSError):
            asked = _whole_request(phone)
            with socket.create_connection(("127.0.0.1", self.server), timeout=60) as server:
                if where == REQUEST:
                    server.sendall(asked[: int(len(asked) * share)])
                    return
                server.sendall(asked)
                answered = b""
                while piece := server.recv(65_536):
                    answered += piece
            phone.sendall(answered[: int(len(answered) * share)] if where == ANSWER else answered)


def _whole_request(phone: socket.socket) -> bytes:
    read = b""
    while b"\r\n\r\n" not in read:
        piece = phone.recv(65_536)
        if not piece:
            return read
        read += piece
    head, _, rest = read.partition(b"\r\n\r\n")
    lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    due = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(rest) < due:
        piece = phone.recv(65_536)
        if not piece:
            break
        read, rest = read + piece, rest + piece
    return read
