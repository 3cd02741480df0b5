"""One POST to a service outside: https at port 443 only, never to an address inside, no redirect followed, little time
and few bytes. Built on urllib3 ("Custom SNI hostname"): the name is looked up once, and what was checked is what is called.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from http.client import HTTPException
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPSConnection

from zoufang.engines.outward.addresses import may_be_called

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
WHOLE_SECONDS = 20.0
MOST_BYTES = 65_536


class NotReached(Exception):
    """Nothing was handed over; trying again is safe. `words` say why, and hold nothing of the address but its host."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class PerhapsReached(Exception):
    """It went out, and no whole answer came back: nobody here knows whether it was taken."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def post(address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Status and body (at most 64 KiB of it) of the answer, whatever the status. Raises NotReached, PerhapsReached."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "https" or not host or parts.port not in (None, 443):
        raise NotReached("只能用 https、443 端口发出")
    door, port = door_of(host)
    connection = HTTPSConnection(door, port, server_hostname=host, ssl_context=trusted(), timeout=CONNECT_SECONDS)
    try:
        return _exchanged(connection, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers, host)
    finally:
        connection.close()


def door_of(host: str) -> tuple[str, int]:
    """The network address to call for this host. Refused (NotReached) unless every answer of the name server is public."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReached(f"查不到 {host} 的网络地址,请看服务器能不能上网") from None
    doors = [str(each[4][0]) for each in found]
    if not doors or not all(map(may_be_called, doors)):
        raise NotReached(f"{host} 指向了内部网络的地址,没有发出。请联系管理员看域名解析")
    # Many servers here have no way out by IPv6.
    return next((each for each in doors if ":" not in each), doors[0]), 443


def trusted() -> ssl.SSLContext:
    """The system's certificate authorities; the host's name is checked."""
    return ssl.create_default_context()


def _exchanged(
    connection: HTTPSConnection, path: str, body: bytes, headers: Mapping[str, str], host: str
) -> tuple[int, bytes]:
    try:
        connection.connect()
    except (OSError, urllib3.exceptions.HTTPError) as fault:
        raise NotReached(f"连不上 {host}({_kind_of(fault)})") from None
    line = connection.sock
    connection.timeout = ANSWER_SECONDS
    line.settimeout(ANSWER_SECONDS)
    # A server that answers byte by byte keeps within each wait; this ends the whole. The line itself is kept hold of:
    # the connection hands it over to the answer.
    cut = threading.Event()
    watch = threading.Timer(WHOLE_SECONDS, _cut, [line, cut])
    watch.daemon = True
    watch.start()
    answer = None
    try:
        connection.request("POST", path, body=body, headers={"Host": host, **headers}, preload_content=False)
        answer = connection.getresponse()
        status, said = answer.status, answer.read(MOST_BYTES, decode_content=False)
    except (OSError, ValueError, urllib3.exceptions.HTTPError, HTTPException) as fault:
        raise PerhapsReached(f"已经发给 {host},没有等到完整的回答({_kind_of(fault)})") from None
    finally:
        watch.cancel()
        if answer is not None:
            answer.close()
        line.close()
    if cut.is_set():
        raise PerhapsReached(f"已经发给 {host},{WHOLE_SECONDS:.0f} 秒内没有等到完整的回答")
    return status, said


def _cut(line: socket.socket, cut: threading.Event) -> None:
    # Said before it is done: who reads the line wakes at once.
    cut.set()
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it ended by itself meanwhile


def _kind_of(fault: BaseException) -> str:
    # Only the class: the message may quote the path, and the path holds the robot's token.
    return type(fault).__name__
