"""`zoufang …`: Django's command line, with the home, its keys and the schema made where they are missing."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

# These look at the schema themselves, or need none.
WITHOUT_SCHEMA = {"migrate", "makemigrations", "check", "help", "version", "--version", "--help", "routes", "shell"}


def main() -> None:
    """Run the command in sys.argv."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoufang.settings")
    os.umask(0o077)  # database, files and keys are this account's alone
    from django.core.management import execute_from_command_line

    verb = sys.argv[1] if len(sys.argv) > 1 else "help"
    if verb not in WITHOUT_SCHEMA and "--help" not in sys.argv:
        ensure_schema()
    execute_from_command_line(["zoufang", *sys.argv[1:]])


def ensure_schema() -> None:
    """Bring the database's tables up to this release; costs nothing when they are."""
    import django
    from django.conf import settings

    stamp = Path(settings.HOME) / "schema.stamp"
    wanted = _release(str(settings.DATABASES["default"]["NAME"]))
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    embedded = "sqlite" in settings.DATABASES["default"]["ENGINE"]
    if embedded and database.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    stamp.write_text(wanted)


def _release(database: str) -> str:
    package = Path(__file__).parent
    names = sorted(str(file.relative_to(package)) for file in package.glob("*/*/migrations/*.py"))
    return hashlib.sha256("\n".join([database, *names]).encode()).hexdigest()


if __name__ == "__main__":
    main()
