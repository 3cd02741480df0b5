"""`make test`: every test on SQLite, then on PostgreSQL where one is reachable; the browser is installed first.

PostgreSQL: the server named by ZOUFANG_TEST_DATABASE_URL must answer (else this fails); without it, the one that answers
on 127.0.0.1:5432 is used, and where none does that is said at the end. What touches no database is run once, on SQLite,
and so is `tests/browser`, which draws the same pages whatever the database; the journeys in the browser run on both. Where
no browser is found nor can be installed, the rest is run and the whole fails, saying how to install one. Arguments go to
pytest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

import browser

LOCAL = "postgres://postgres@127.0.0.1:5432/zoufang"


def main() -> int:
    """0 when everything that could run passed."""
    notes: list[str] = []
    promised = os.environ.get("ZOUFANG_TEST_DATABASE_URL", "")
    chromium = browser.found() or browser.install()
    if chromium is None:
        notes.append(browser.HOW)
    results = [("SQLite", run("", chromium))]
    server = promised or LOCAL
    if answers(server):
        results.append(("PostgreSQL", run(server, chromium, "--ignore=tests/browser")))
    elif promised:
        notes.append("ZOUFANG_TEST_DATABASE_URL 指明的 PostgreSQL 连不上 / the promised PostgreSQL does not answer")
        results.append(("PostgreSQL", 1))
    else:
        notes.append(
            "没有测 PostgreSQL:127.0.0.1:5432 没有应答 / not tested on PostgreSQL: none answers on 127.0.0.1:5432"
        )
    for note in notes:
        print(f"\n!!! {note}")
    said = ", ".join(f"{name}: {'passed' if code == 0 else 'FAILED'}" for name, code in results)
    print(f"\n{said}" + ("" if chromium else "; browser tests NOT RUN: FAILED"))
    return max([code for _, code in results] + ([] if chromium else [1]))


def run(database: str, chromium: str | None, *more: str) -> int:
    """One whole run of the tests on this database ('' is SQLite)."""
    print(f"\n=== {'PostgreSQL' if database else 'SQLite'}", flush=True)
    environment = {**os.environ, "ZOUFANG_TEST_DATABASE_URL": database, "CHROMIUM": chromium or ""}
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadgroup"]
    code = subprocess.run([*command, *more, *sys.argv[1:]], env=environment).returncode
    print(f"=== {time.monotonic() - began:.0f} s", flush=True)
    return code


def answers(server: str) -> bool:
    """Does a PostgreSQL answer there, and may we make a database for the tests?"""
    import psycopg

    try:
        with psycopg.connect(server.rsplit("/", 1)[0] + "/postgres", connect_timeout=3) as connection:
            row = connection.execute(
                "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
            ).fetchone()
            return bool(row and row[0])
    except psycopg.Error:
        return False


if __name__ == "__main__":
    sys.exit(main())
