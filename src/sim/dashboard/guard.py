"""Who may see the page: this computer, by the address that was printed, and no page of another site."""

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The page runs its own scripts and styles, and asks nobody but this program.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
FOREIGN_HOST = "This page answers only under the address that sim dashboard printed."
FOREIGN_ORIGIN = "Another site has asked; this page answers only to itself."
UNKNOWN = (
    "This page needs the whole address that sim dashboard printed, with its token. If the program was "
    "started anew, the address is a new one."
)


class Guard:
    """Lets requests through that name our host, come from our page or none, and bring the token.

    The token stands in the address once; from then on a cookie of this port brings it.
    """

    def __init__(self, app: "ASGIApp", hosts: frozenset[str], token: str, port: int) -> None:
        self.app, self.hosts, self.token = app, hosts, token
        self.cookie = f"sim_{port}"

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer what is refused, and pass the rest on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = _headers(scope)
        refusal = self._refusal(headers, scope)
        greets = self._matches(_asked_token(scope))

        async def secured(message: "Message") -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                brought = {name for name, _ in given}  # an answer may bring a policy of its own
                message["headers"] = given + [each for each in HEADERS if each[0] not in brought]
                if greets and not refusal:
                    told = f"{self.cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
                    message["headers"].append((b"set-cookie", told.encode()))
            await send(message)

        if refusal:
            await _refuse(secured, *refusal)
        else:
            await self.app(scope, receive, secured)

    def _refusal(self, headers: dict[str, list[str]], scope: "Scope") -> tuple[int, str] | None:
        """Status and sentence, or None for what may pass."""
        if [each.lower() for each in headers.get("host", [])] not in [[h] for h in self.hosts]:
            return 421, FOREIGN_HOST
        ours = {f"http://{host}" for host in self.hosts}
        origins = headers.get("origin", [])
        if any(each.lower() not in ours for each in origins):
            return 403, FOREIGN_ORIGIN
        if scope["path"] != "/" and "cross-site" in headers.get("sec-fetch-site", []):
            return 403, FOREIGN_ORIGIN
        if not (self._matches(_asked_token(scope)) or self._matches(self._kept_token(headers))):
            return 403, UNKNOWN
        return None

    def _matches(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())

    def _kept_token(self, headers: dict[str, list[str]]) -> str:
        for line in headers.get("cookie", []):
            try:
                found = SimpleCookie(line).get(self.cookie)
            except CookieError:
                continue
            if found is not None:
                return str(found.value)
        return ""


def _headers(scope: "Scope") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _asked_token(scope: "Scope") -> str:
    """The token in the address of the page itself; other addresses carry none."""
    if scope["path"] != "/":
        return ""
    try:
        given = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20)
    except ValueError:  # more fields than any address of ours has
        return ""
    return str(given.get("token", [""])[0])


async def _refuse(send: "Send", status: int, sentence: str) -> None:
    body = f"<!doctype html><meta charset=utf-8><title>sim</title><p>{sentence}</p>".encode()
    head = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
