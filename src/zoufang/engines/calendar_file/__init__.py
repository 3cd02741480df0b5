"""Calendar files (.ics, RFC 5545): what a phone's calendar takes in. Times are written in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_BYTES = 75  # RFC 5545 §3.1: longer lines are folded


@dataclass(frozen=True)
class Event:
    """One meeting. `uid` stays the same and `sequence` grows when it is changed; times know their zone."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    words: str = ""
    is_cancelled: bool = False
    alarms_before: tuple[timedelta, ...] = ()


def calendar_file(events: Sequence[Event], *, now: datetime) -> bytes:
    """The file's bytes: UTF-8, CRLF, every text escaped, lines folded at 75 bytes and never inside a letter."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zoufang//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(event.uid)}",
            f"SEQUENCE:{event.sequence}",
            f"DTSTAMP:{_utc(now)}",
            f"DTSTART:{_utc(event.starts_at)}",
            f"DTEND:{_utc(event.ends_at)}",
            f"SUMMARY:{_escaped(event.title)}",
            *([f"LOCATION:{_escaped(event.place)}"] if event.place else []),
            *([f"DESCRIPTION:{_escaped(event.words)}"] if event.words else []),
            f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
            *(() if event.is_cancelled else _alarms(event)),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _alarms(event: Event) -> list[str]:
    """What the phone itself says beforehand. RFC 5545 §3.6.6: DESCRIPTION is shown."""
    lines = []
    for before in event.alarms_before:
        minutes = int(before.total_seconds()) // 60
        length = f"P{minutes // 1440}D" if minutes and minutes % 1440 == 0 else f"PT{minutes}M"
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-{length}", f"DESCRIPTION:{_escaped(event.title)}"]
        lines.append("END:VALARM")
    return lines


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    # A lone CR or another control character would end the line for some readers: none is kept.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(letter for letter in text if letter == "\n" or letter >= " ")
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> str:
    parts, part, room = [], "", LINE_BYTES
    for letter in line:
        width = len(letter.encode())
        if width > room:
            parts.append(part)
            part, room = "", LINE_BYTES - 1  # the blank that begins a continued line counts
        part += letter
        room -= width
    return "\r\n ".join([*parts, part])
