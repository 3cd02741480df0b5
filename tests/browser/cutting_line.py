"""A line between phone and server that breaks again and again, in the middle of whatever it carries."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class CuttingLine:
    """Carries bytes to the server; after each `every` bytes from the phone it breaks everything that is under way."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.every = 0
        self.carried = self.cuts = 0
        self.is_up = True
        self.lock = threading.Lock()
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def stop(self) -> None:
        self.down()
        self.listener.close()

    def down(self) -> None:
        """No signal: whoever calls is hung up on."""
        self.is_up = False
        self._break()

    def up(self, *, every: int = 0) -> None:
        """Signal again, breaking after each `every` bytes."""
        self.is_up, self.every, self.carried = True, every, 0

    def _listen(self) -> None:
        while True:
            try:
                phone, _ = self.listener.accept()
            except OSError:
                return
            if not self.is_up:
                phone.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                phone.close()
                continue
            self.open |= {phone, server}
            threading.Thread(target=self._carry, args=(phone, server, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, phone, False), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, is_from_phone: bool) -> None:
        with suppress(OSError):
            while data := one.recv(4096):
                if is_from_phone and self.every and self._is_due(len(data)):
                    other.sendall(data[: len(data) // 2])
                    self._break()
                    return
                other.sendall(data)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
            self.open.discard(each)

    def _is_due(self, count: int) -> bool:
        with self.lock:
            before, self.carried = self.carried // self.every, self.carried + count
            is_due = self.carried // self.every > before
            self.cuts += is_due
            return is_due

    def _break(self) -> None:
        for each in list(self.open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
