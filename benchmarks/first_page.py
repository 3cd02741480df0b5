"""Import a WSGI application, ask it for one page, end: `first_page.py MODULE ADDRESS`. Timed from outside, process and all."""

from __future__ import annotations

import importlib
import io
import sys


def main(module: str, address: str) -> int:
    """0 when the page came with status 200."""
    application = importlib.import_module(module).application
    statuses: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    body = b"".join(application(environ, lambda status, headers, failure=None: statuses.append(status)))
    return 0 if statuses[0].startswith("200") and body else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
