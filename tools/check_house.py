"""`make check`, the part that needs the application: templates compile, no migration is missing, `check --deploy` is clean."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent / "src" / "zoufang"


def main() -> int:
    """0 when all holds; prints each thing that does not."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "ZOUFANG_HOME": home,
            "ZOUFANG_DATABASE_URL": "",
            "ZOUFANG_EMAIL_URL": "",
            "ZOUFANG_DEBUG": "false",
            "ZOUFANG_PUBLIC_URL": "https://visits.example.org",
            "DJANGO_SETTINGS_MODULE": "zoufang.settings",
        }
        import django
        from django.core.management import call_command
        from django.template import engines

        django.setup()
        wrong = 0
        pages = engines["jinja2"].env
        for file in sorted(HOUSE.glob("**/templates/**/*.*")):
            name = file.relative_to(next(p for p in file.parents if p.name == "templates")).as_posix()
            try:
                pages.get_template(name)
            except Exception as fault:
                print(f"template {name}: {fault}")
                wrong += 1
        try:
            call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
        except SystemExit:
            wrong += 1
        call_command("check", deploy=True, fail_level="WARNING")
    print("templates, migrations, check --deploy: " + ("ok" if not wrong else f"{wrong} wrong"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
