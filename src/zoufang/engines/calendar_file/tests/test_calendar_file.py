from datetime import UTC, datetime, timedelta, timezone

from zoufang.engines.calendar_file import Event, calendar_file

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 7, 18, 12, tzinfo=CHINA)


def event(**change):
    facts = {
        "uid": "abc@zoufang",
        "sequence": 0,
        "starts_at": datetime(2026, 7, 20, 17, 30, tzinfo=CHINA),
        "ends_at": datetime(2026, 7, 20, 18, tzinfo=CHINA),
        "title": "走访",
    }
    return Event(**(facts | change))


def test_times_are_written_in_utc():
    text = calendar_file([event()], now=NOW).decode()

    assert "DTSTART:20260720T093000Z\r\n" in text
    assert "DTEND:20260720T100000Z\r\n" in text
    assert f"DTSTAMP:{NOW.astimezone(UTC):%Y%m%dT%H%M%SZ}" in text


def test_texts_are_escaped_and_cannot_open_a_line_of_their_own():
    text = calendar_file([event(title="a,b;c\\d\r\nATTENDEE:x\rB\x00C")], now=NOW).decode()

    assert "SUMMARY:a\\,b\\;c\\\\d\\nATTENDEE:x\\nBC\r\n" in text


def test_lines_are_folded_at_75_bytes_and_letters_stay_whole():
    content = calendar_file([event(words="𠮷走访" * 40)], now=NOW)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert "𠮷走访" * 40 in content.decode().replace("\r\n ", "")


def test_a_cancelled_meeting_says_so_with_a_higher_sequence():
    text = calendar_file([event(is_cancelled=True, sequence=2)], now=NOW).decode()

    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:2" in text
