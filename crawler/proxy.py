"""The only way from the browser to the network: a proxy in the crawl's process that keeps the guard of addresses.

A browser resolves names and follows redirects by itself, loads whatever a page names, and its hooks do not see every hop.
So it is given no other way than this: each connection's name is resolved here, the address is checked as for Scrapy's own
requests, and it is the address that is connected to.
"""

import asyncio
import base64
import ipaddress
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.guards import REFUSED_HOSTS, is_public_address

MOST_BYTES = 20 * 1024 * 1024  # of one connection, from the server
_LONGEST_HEAD = 64 * 1024  # bytes of a request's head
_PIECE = 1 << 16
_CONNECT_TIMEOUT = 15.0  # seconds
_LIFETIME = 120.0  # seconds of one connection
_HOP_HEADERS = frozenset(("proxy-authorization", "proxy-connection", "connection", "keep-alive"))


class _RefusedError(Exception):
    """A connection is not made; the argument is the HTTP status and reason for the browser."""


@dataclass(frozen=True, slots=True)
class _Head:
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]


class GuardedProxy:
    """An HTTP proxy on loopback for this process's browser alone: a random password keeps others out."""

    def __init__(self, *, allowed: Iterable[str]) -> None:
        self._allowed = frozenset(allowed)
        self.user = "tallywire"
        self.password = secrets.token_urlsafe(16)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """Return the address for the browser; connections wait there until `start`."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def start(self) -> None:
        """Begin to serve, in the running event loop."""
        self._server = await asyncio.start_server(self._serve, sock=self._socket, limit=_LONGEST_HEAD)

    def close(self) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.close()
        self._socket.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_LIFETIME):
                await self._forward(reader, writer)
        except _RefusedError as refusal:
            status = str(refusal)
            challenge = "Proxy-Authenticate: Basic realm=tallywire\r\n" if status.startswith("407") else ""
            # With a body: Chromium shows an error page of its own, and not the status, for an answer without one.
            answer = f"HTTP/1.1 {status}\r\n{challenge}Content-Type: text/plain\r\nContent-Length: {len(status)}"
            writer.write(f"{answer}\r\nConnection: close\r\n\r\n{status}".encode())
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the browser or the server hung up; the page's request fails or does without
        finally:
            writer.close()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = _parse_head(await reader.readuntil(b"\r\n\r\n"))
        self._check_password(head)
        is_tunnel = head.method == "CONNECT"
        parts = urlsplit(f"//{head.target}" if is_tunnel else head.target)
        if not parts.hostname or (not is_tunnel and parts.scheme != "http"):
            raise _RefusedError("400 Bad Request")
        port = parts.port or 80
        address = await self._resolve(parts.hostname, port)
        async with asyncio.timeout(_CONNECT_TIMEOUT):
            far_reader, far_writer = await asyncio.open_connection(address, port)
        try:
            if is_tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await asyncio.gather(_pipe(reader, far_writer, MOST_BYTES), _pipe(far_reader, writer, MOST_BYTES))
                return
            path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
            kept = "".join(f"{name}: {value}\r\n" for name, value in head.headers if name.lower() not in _HOP_HEADERS)
            far_writer.write(f"{head.method} {path} HTTP/1.1\r\n{kept}Connection: close\r\n\r\n".encode("latin-1"))
            # One request a connection: a second one could be meant for another host, which nobody would have checked.
            length = next((value for name, value in head.headers if name.lower() == "content-length"), "0")
            if length.isdecimal() and int(length):
                far_writer.write(await reader.readexactly(min(int(length), MOST_BYTES)))
            await _pipe(far_reader, writer, MOST_BYTES)
        finally:
            far_writer.close()

    def _check_password(self, head: _Head) -> None:
        expected = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        given = next((value for name, value in head.headers if name.lower() == "proxy-authorization"), "")
        if not secrets.compare_digest(given.removeprefix("Basic ").encode("latin-1"), expected.encode()):
            raise _RefusedError("407 Proxy Authentication Required")

    async def _resolve(self, host: str, port: int) -> str:
        """Return the address to connect to. Raises _RefusedError when there is none that is public."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise _RefusedError("502 Bad Gateway") from error
        addresses = [str(ipaddress.ip_address(str(entry[4][0]).split("%", 1)[0])) for entry in found]
        public = [address for address in addresses if host in self._allowed or is_public_address(address)]
        if not public:
            REFUSED_HOSTS[host] = addresses[0]
            raise _RefusedError("403 Forbidden")
        return public[0]


def _parse_head(raw: bytes) -> _Head:
    first, *lines = raw.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        raise _RefusedError("400 Bad Request")
    pairs = (line.partition(":") for line in lines if ":" in line)
    return _Head(words[0], words[1], tuple((name.strip(), value.strip()) for name, _, value in pairs))


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int) -> None:
    """Pass bytes on until the sender ends or has sent too many, then say so to the receiver."""
    while most > 0 and (piece := await reader.read(_PIECE)):
        most -= len(piece)
        writer.write(piece)
        await writer.drain()
    if writer.can_write_eof() and not writer.is_closing():
        writer.write_eof()
