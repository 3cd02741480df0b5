"""`/readyz`: can this installation do its work just now?"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from zoufang.web.pages import open_to_all

LEAST_FREE_MEGABYTES = 100
WORKER_STALE_SECONDS = 90  # a delivery may wait for a slow server
GRACE_SECONDS = 30
STARTED = time.time()


@open_to_all(why="各部件是否可用(数据库、存储、后台、磁盘)")
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, storage, worker and disk are fit; 503 with the part that is not."""
    parts = {"database": _database(), "storage": _storage(), "worker": _worker(), "disk": _disk()}
    return JsonResponse({"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _storage() -> bool:
    folder = Path(settings.FILES_FOLDER)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"1")
        return probe.read_bytes() == b"1"
    except OSError:
        return False


def _worker() -> bool:
    try:
        age = time.time() - (Path(settings.HOME) / "worker.beat").stat().st_mtime
    except FileNotFoundError:
        age = float("inf")
    return age < WORKER_STALE_SECONDS or time.time() - STARTED < GRACE_SECONDS


def _disk() -> bool:
    return shutil.disk_usage(settings.HOME).free >= LEAST_FREE_MEGABYTES << 20
