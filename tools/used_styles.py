"""Cut Tabler's style sheet down to what the house's pages use: `python tools/used_styles.py` (`--check` changes nothing).

The whole of it is 635 KB, 80 KB compressed: more than a family's first page may weigh. A rule stays when every class it
names stands as a word in some template or script; a variable stays when a rule that stays asks for it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "zoufang"
WHOLE = ROOT / "tools" / "vendored" / "tabler.min.css"
USED = HOUSE / "web" / "static" / "vendor" / "tabler.used.css"
# Nothing of ours is shown by these, whatever words stand in a template.
NEVER = re.compile(
    r"apexcharts|tom-select|ts-|litepicker|dropzone|jsvectormap|fslightbox|plyr|noUi|\.fc-|prism|hljs|\[dir=rtl]|data-bs-theme"
)


def main() -> int:
    """Write the sheet; with --check 1 where it is not what the templates ask for."""
    sheet = used(WHOLE.read_text("utf-8"), words())
    if "--check" in sys.argv:
        return 0 if USED.exists() and USED.read_text("utf-8") == sheet else 1
    USED.write_text(sheet, "utf-8")
    print(f"{USED.name}: {len(sheet.encode()) / 1000:.0f} KB of {WHOLE.stat().st_size / 1000:.0f} KB")
    return 0


def words() -> frozenset[str]:
    """Every word in a template, a script or the house's own style sheets: a class that is used is among them."""
    files = [*HOUSE.rglob("templates/**/*.html"), *HOUSE.rglob("static/**/*.js"), *HOUSE.rglob("forms.py")]
    return frozenset(word for file in files for word in re.findall(r"[A-Za-z][\w-]*", file.read_text("utf-8")))


def used(sheet: str, words: frozenset[str]) -> str:
    """The rules of `sheet` that these words can call for, as text."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=False, skip_whitespace=True)
    licence = next((rule.serialize() for rule in rules if rule.type == "comment"), "")
    kept = list(_kept(rules, words))
    asked = _asked_for(kept)
    return licence + "\n" + "\n".join(filter(None, (_without_idle_variables(text, asked) for text in kept))) + "\n"


def _kept(rules: Iterable[Any], words: frozenset[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [each for each in _selectors(rule.prelude) if _may_match(each, words)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content).strip()}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inside = list(
                _kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), words)
            )
            if inside:
                yield f"@{rule.lower_at_keyword} {tinycss2.serialize(rule.prelude).strip()}{{{''.join(inside)}}}"


def _selectors(prelude: list[Any]) -> list[str]:
    found, current = [], list[Any]()
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append(tinycss2.serialize(current).strip())
            current = []
        else:
            current.append(token)
    return [*found, tinycss2.serialize(current).strip()]


def _may_match(selector: str, words: frozenset[str]) -> bool:
    if NEVER.search(selector):
        return False
    bare = re.sub(r":not\([^)]*\)", "", selector)
    names = re.findall(r"[.#]((?:\\.|[\w-])+)", bare)
    return all(name.replace("\\", "") in words for name in names)


def _asked_for(rules: list[str]) -> frozenset[str]:
    """Variables that a declaration other than an idle variable's asks for, with what those ask for in turn."""
    needs: dict[str, set[str]] = {}
    asked: set[str] = set()
    own = "\n".join(file.read_text("utf-8") for file in HOUSE.rglob("static/**/*.css") if file != USED)
    for text in [*rules, own]:
        for name, value in re.findall(r"([\w-]+)\s*:\s*([^;{}]*)", text):
            wanted = set(re.findall(r"var\((--[\w-]+)", value))
            if name.startswith("--"):
                needs.setdefault(name, set()).update(wanted)
            else:
                asked |= wanted
    waiting = list(asked)
    while waiting:
        for name in needs.get(waiting.pop(), set()) - asked:
            asked.add(name)
            waiting.append(name)
    return frozenset(asked)


def _without_idle_variables(rule: str, asked: frozenset[str]) -> str:
    def leaner(match: re.Match[str]) -> str:
        return match[0] if match[1] in asked else match[2] if match[2] == "}" else ""

    # A data: address holds `;` inside quotes, which no variable's name precedes: it is left whole.
    lean = re.sub(
        r"(--[\w-]+)\s*:(?:\"[^\"]*\"|'[^']*'|\((?:[^()]|\([^()]*\))*\)|[^;}\"'(])*(;|(?=\})|\})", leaner, rule
    )
    return "" if re.fullmatch(r"[^{}]*\{\s*\}", lean) else lean


if __name__ == "__main__":
    sys.exit(main())
