"""What an installation may set, read once from the environment. Every name stands in `.env.example`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ

from zoufang.engines.sms import account_of

env = environ.Env()

HOME = Path(env("ZOUFANG_HOME", default="./var")).resolve()
DATABASE_URL: str = env("ZOUFANG_DATABASE_URL", default="") or f"sqlite:///{HOME / 'zoufang.sqlite3'}"
EMAIL_URL: str = env("ZOUFANG_EMAIL_URL", default="")
EMAIL_FROM: str = env("ZOUFANG_EMAIL_FROM", default="走访系统 <zoufang@localhost>")
PUBLIC_URL: str = env("ZOUFANG_PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
SMS_URL: str = env("ZOUFANG_SMS_URL", default="")
DEBUG: bool = env.bool("ZOUFANG_DEBUG", default=False)

try:
    SMS = account_of(SMS_URL)
except ValueError as wrong:
    raise SystemExit(str(wrong)) from None
PUBLIC = urlsplit(PUBLIC_URL)
IS_HTTPS = PUBLIC.scheme == "https"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
if not IS_HTTPS and PUBLIC.hostname not in LOOPBACK:
    raise SystemExit(
        f"ZOUFANG_PUBLIC_URL={PUBLIC_URL}: 公网地址必须以 https:// 开头(http 只能用于本机 127.0.0.1)。"
        " / The public address must be https; plain http is for this machine only."
    )
