"""What is no exported file is said to be none, whatever it unfolds to."""

import json

import pytest

from zoufang.engines.exported import NotExported, lines

FILE = {
    "zoufang": "records",
    "device": "d",
    "wrapped_key": "k",
    "records": [{"id": "a", "iv": "i", "sealed": "s", "more": 1}],
    "photos": [{"id": "p", "iv": "i", "sealed": "s", "sha256": "x"}],
}


def test_a_file_is_a_line_for_each_thing_in_it():
    said = [json.loads(line) for line in lines(json.dumps(FILE).encode()).splitlines()]

    assert said == [
        {"device": "d", "wrapped_key": "k"},
        {"kind": "record", "id": "a", "iv": "i", "sealed": "s"},
        {"kind": "photo", "id": "p", "iv": "i", "sealed": "s"},
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"[" * 100_000,
        json.dumps(FILE | {"zoufang": "else"}).encode(),
        json.dumps(FILE | {"records": {}}).encode(),
        json.dumps(FILE | {"records": [{"id": "a", "iv": 1, "sealed": "s"}]}).encode(),
        json.dumps(FILE | {"records": [[]] * 10}).encode(),
        json.dumps(FILE | {"device": "d" * 37}).encode(),
    ],
)
def test_anything_else_is_none(content):
    with pytest.raises(NotExported):
        lines(content)
