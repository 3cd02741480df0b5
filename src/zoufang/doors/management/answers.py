"""What the commands that read and write files share: how they refuse, and what they may write."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand

from zoufang.engines.refusal import Refused


def refuse(command: BaseCommand, refused: Refused, *, as_json: bool) -> NoReturn:
    """Nothing was done: the reasons, as one JSON value or in words, and exit 1."""
    if as_json:
        command.stdout.write(json.dumps({"reasons": [str(each) for each in refused.reasons]}, ensure_ascii=False))
    else:
        command.stderr.write("\n".join(refused.reasons))
    raise SystemExit(1)


def out_file(text: str) -> Path:
    """A file to write tables to; anything else is wrong usage."""
    path = Path(text)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise ArgumentTypeError("--out 要写成 .csv 或 .xlsx 的文件名")
    return path
