"""What stands before every request: the Host allow-list, and the headers of every answer.

A page of another site can make a browser send requests to 127.0.0.1, and DNS rebinding gives it a name for that address.
Only the names that a local visitor types are served.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PLUGIN: Final = "tallywire"  # Datasette names a plugin after its distribution
LOCAL_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
MAX_BODY: Final = 1_000_000  # bytes of a form; a note is at most 2,000 characters

_OURS: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Datasette's own pages have scripts and styles in their HTML; it escapes every value that it puts there.
_DATASETTES: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# An archived page is somebody else's: no scripts, no forms, no other host, and an origin of its own without our cookies.
_SNAPSHOTS: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_HEADERS: Final = (
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    # Not `no-referrer`: that makes browsers send `Origin: null` with our own forms.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_OWN_PATHS: Final = ("/-/claims/", "/-/articles/", "/-/review", "/-/map", "/-/timeline")


def allowed_hosts(datasette: Any) -> frozenset[str]:
    """Return the names by which the server may be called: the local ones and those of the setting `allowed_hosts`."""
    configured: Iterable[str] = (datasette.plugin_config(PLUGIN) or {}).get("allowed_hosts", ())
    return LOCAL_HOSTS | {name.lower() for name in configured}


def guard(datasette: Any) -> Callable[[App], App]:
    """Return the wrapper around Datasette's application that refuses foreign hosts and adds the security headers."""

    def wrap(app: App) -> App:
        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            refusal = _refusal(scope, allowed_hosts(datasette))
            if refusal is not None:
                await _refuse(send, *refusal)
                return
            await app(scope, receive, _with_headers(scope, send))

        return guarded

    return wrap


def host_name(value: str) -> str:
    """Return the name in a Host header without its port, in lower case: `[::1]:8001` gives `[::1]`."""
    name = value.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


def _refusal(scope: Scope, allowed: frozenset[str]) -> tuple[int, str] | None:
    headers = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) != 1 or host_name(hosts[0]) not in allowed:
        return 400, "This server answers to 127.0.0.1 and localhost alone (plugin setting allowed_hosts)."
    lengths = [value for name, value in headers if name == b"content-length"]
    if any(not value.isdigit() or int(value) > MAX_BODY for value in lengths):
        return 413, "This form is too large."
    return None


async def _refuse(send: Send, status: int, message: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": message.encode()})


def _choose_policy(path: str) -> str:
    if path.startswith("/-/snapshots/"):
        return _SNAPSHOTS
    return _OURS if path == "/" or path.startswith(_OWN_PATHS) else _DATASETTES


def _with_headers(scope: Scope, send: Send) -> Send:
    path = scope["path"]
    policy = _choose_policy(path)
    added = [*_HEADERS, (b"content-security-policy", policy.encode())]
    names = {name for name, _ in added}

    async def send_with_headers(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in names]
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return send_with_headers
