"""A stored file as an answer, after the page has decided who may have it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from zoufang.ground.files.models import StoredFile
from zoufang.ground.files.queries import content_of


def answer_with(file: StoredFile, *, download: bool = True) -> HttpResponse:
    """The file's content; never kept by a browser or on the way, never guessed to be something else."""
    answer = HttpResponse(content_of(file), content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=download, filename=file.name) or ""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
