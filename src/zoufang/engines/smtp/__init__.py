"""Hand one mail to a mail server and learn exactly what became of it, in the server's own words.

`smtplib.sendmail` tells neither what the server answered to the content nor whether the line was lost before or after
it; a mail that counts as proof needs both.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable

LONGEST = 400


class Untaken(Exception):
    """The mail was not taken. `words` are the server's, or what happened on the way."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NotNow(Untaken):
    """Temporarily (4xx, no connection, a line lost before the content was whole): try again."""


class Never(Untaken):
    """For good (5xx): trying again changes nothing."""


class PerhapsTaken(Untaken):
    """The content went out whole, and the line was lost before the answer."""


def hand_over(
    smtp: smtplib.SMTP, *, sender: str, recipient: str, content: bytes, before_content: Callable[[], None]
) -> str:
    """The server's answer to the content (`250 OK queued as …`). `content` has CRLF lines. Raises NotNow, Never,
    PerhapsTaken."""
    try:
        smtp.ehlo_or_helo_if_needed()
        _ask(*smtp.mail(sender))
        _ask(*smtp.rcpt(recipient))
        _ask(*smtp.docmd("DATA"))
    except smtplib.SMTPResponseException as fault:
        raise refusal(fault.smtp_code, fault.smtp_error) from fault
    except (smtplib.SMTPException, OSError) as fault:
        raise NotNow(words_of(fault)) from fault
    before_content()
    try:
        smtp.send(_dotted(content))
    except (smtplib.SMTPException, OSError) as fault:
        # Without its last line no server takes a mail.
        raise NotNow(words_of(fault)) from fault
    try:
        code, said = smtp.getreply()
    except (smtplib.SMTPException, OSError) as fault:
        raise PerhapsTaken(f"邮件内容已发完,没有等到服务器的回答({words_of(fault)})") from fault
    _ask(code, said)
    return spoken(code, said)


def refusal(code: int, said: bytes | str) -> Untaken:
    """What an answer of the server means: 5xx for good, everything else for now."""
    return Never(spoken(code, said)) if 500 <= code < 600 else NotNow(spoken(code, said))


def spoken(code: int, said: bytes | str) -> str:
    """Code and words on one line, at most 400 letters."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {_one_line(text)}"[:LONGEST].strip()


def words_of(fault: BaseException) -> str:
    """What happened on the way, on one line."""
    return _one_line(f"{type(fault).__name__}: {fault}")[:LONGEST]


def _ask(code: int, said: bytes | str) -> None:
    if not 200 <= code < 400:
        raise refusal(code, said)


def _dotted(content: bytes) -> bytes:
    body = re.sub(rb"(?m)^\.", b"..", content)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _one_line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
