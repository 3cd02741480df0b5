"""What was deleted leaves the database's file too, not only its tables."""

from __future__ import annotations

from django.db import connection


def rewrite_file() -> bool:
    """SQLite's file is written anew and its log emptied; was it? `secure_delete` alone is not enough: where pages were split,
    a copy of a row may lie in the unused part of the other one. PostgreSQL's autovacuum does its own."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True
