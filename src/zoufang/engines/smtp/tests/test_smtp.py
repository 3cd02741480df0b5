"""What a server's answers mean, told by a server made of a socket."""

import contextlib
import smtplib
import socket
import threading

import pytest

from zoufang.engines.smtp import Never, NotNow, PerhapsTaken, hand_over

SCRIPT = {"hello": "250 hi", "mail": "250 ok", "rcpt": "250 ok", "data": "354 go on", "content": "250 queued as 42"}


class Server:
    """Answers as its script says; `None` hangs up instead."""

    def __init__(self, **script):
        self.script = SCRIPT | script
        self.taken: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            line, _ = self.socket.accept()
            with line, line.makefile("rb") as said:
                line.sendall(b"220 ready\r\n")
                for step in ("hello", "mail", "rcpt", "data"):
                    said.readline()
                    if not self._answer(line, step):
                        return
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += said.readline()
                self.taken.append(body)
                self._answer(line, "content")

    def _answer(self, line, step):
        if self.script[step] is None:
            return False
        line.sendall(self.script[step].encode() + b"\r\n")
        return True


def hand(**script):
    server = Server(**script)
    begun = []
    smtp = smtplib.SMTP("127.0.0.1", server.socket.getsockname()[1], timeout=5)
    try:
        words = hand_over(
            smtp,
            sender="a@x.example",
            recipient="b@y.example",
            content=b"Subject: x\r\n\r\n.first\r\nlast",
            before_content=lambda: begun.append(1),
        )
        return words, begun, server
    finally:
        smtp.close()
        server.socket.close()


def test_the_servers_answer_to_the_content_comes_back():
    words, begun, server = hand()

    assert words == "250 queued as 42"
    assert begun == [1]
    assert server.taken == [b"Subject: x\r\n\r\n..first\r\nlast\r\n.\r\n"]


@pytest.mark.parametrize(
    ("script", "what", "words"),
    [
        ({"mail": "451 later"}, NotNow, "451 later"),
        ({"rcpt": "550 no such box"}, Never, "550 no such box"),
        ({"rcpt": "450 greylisted"}, NotNow, "450 greylisted"),
        ({"data": "554 no"}, Never, "554 no"),
        ({"content": "452 disk full"}, NotNow, "452 disk full"),
        ({"content": "552 too big"}, Never, "552 too big"),
        ({"rcpt": None}, NotNow, "SMTPServerDisconnected"),
        ({"content": None}, PerhapsTaken, "没有等到服务器的回答"),
    ],
)
def test_what_an_answer_means(script, what, words):
    with pytest.raises(what) as told:
        hand(**script)

    assert words in told.value.words
