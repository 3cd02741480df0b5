"""Loaded before Django (`-p tests.environment`): tests run on a home of their own.

On PostgreSQL where ZOUFANG_TEST_DATABASE_URL names one.
"""

from __future__ import annotations

import os
import tempfile

_home = tempfile.mkdtemp(prefix="zoufang-test-")
os.environ["ZOUFANG_HOME"] = _home
os.environ["ZOUFANG_DATABASE_URL"] = os.environ.get("ZOUFANG_TEST_DATABASE_URL", "")
os.environ["ZOUFANG_EMAIL_URL"] = ""
os.environ["ZOUFANG_SMS_URL"] = ""
os.environ["ZOUFANG_PUBLIC_URL"] = "http://127.0.0.1:8000"
