"""Requests that no page of the desk sends, each by the sentence that says what is forged.

In a request, {host} stands for the desk's host, {token} for the token of its pages, and {say} for the beginning of a
request that would be accepted, up to its Content-Length.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SAY = "/chats/private/say"
WORDS = "text=forged"
LARGE = 10_000_000


@dataclass(frozen=True)
class Forgery:
    """A request that differs from one that is accepted, and the status of the response.

    Attributes:
        headers: instead of those of a request that is accepted; None leaves one out.

    """

    name: str
    status: int
    headers: Mapping[str, str | None] = field(default_factory=dict)
    method: str = "POST"
    path: str = SAY
    body: str = WORDS


def _of_path(name: str, path: str, status: int = 404, method: str = "GET") -> Forgery:
    return Forgery(name, status, method=method, path=path)


FORGERIES = (
    Forgery("it has no token", 403, {"X-CSRF-Token": None}),
    Forgery("its token is empty", 403, {"X-CSRF-Token": ""}),
    Forgery("its token is guessed", 403, {"X-CSRF-Token": "A" * 43}),
    Forgery("its token is longer than the right one", 403, {"X-CSRF-Token": "{token}A"}),
    Forgery("its token is not ASCII", 403, {"X-CSRF-Token": "\u00e9"}),
    Forgery("its token is in the form", 403, {"X-CSRF-Token": None}, body="text=forged&csrf_token={token}"),
    Forgery("its token is in the address", 403, {"X-CSRF-Token": None}, path=f"{SAY}?X-CSRF-Token={{token}}"),
    Forgery("its token is in a cookie", 403, {"X-CSRF-Token": None, "Cookie": "X-CSRF-Token={token}"}),
    Forgery("its host is another", 421, {"Host": "evil.example"}),
    Forgery("its host has another port", 421, {"Host": "127.0.0.1:1"}),
    Forgery("its host has no port", 421, {"Host": "localhost"}),
    Forgery("its host begins like ours", 421, {"Host": "{host}.evil.example"}),
    Forgery("its host follows a user", 421, {"Host": "{host}@evil.example"}),
    Forgery("its host is empty", 421, {"Host": ""}),
    Forgery("it names no host", 400, {"Host": None}),
    Forgery("it names two hosts", 400, {"Host": "{host}\r\nHost: evil.example"}),
    Forgery("a proxy is said to have had our host", 421, {"Host": "evil.example", "X-Forwarded-Host": "{host}"}),
    Forgery("its origin is hidden", 403, {"Origin": "null"}),
    Forgery("its origin is another site", 403, {"Origin": "https://evil.example"}),
    Forgery("its origin begins like ours", 403, {"Origin": "http://{host}.evil.example"}),
    Forgery("its origin is another port of this computer", 403, {"Origin": "http://127.0.0.1:1"}),
    Forgery("its origin is ours by HTTPS", 403, {"Origin": "https://{host}"}),
    Forgery("its origin is empty", 403, {"Origin": ""}),
    Forgery("it gets what only a form sends", 405, method="GET", path=f"{SAY}?{WORDS}"),
    Forgery("it asks for the head of a form", 405, method="HEAD", path=f"{SAY}?{WORDS}"),
    Forgery("its real method is in a header", 405, {"X-HTTP-Method-Override": "POST"}, method="GET"),
    *(Forgery(f"its method is {each}", 405, method=each) for each in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")),
    Forgery("its method is in small letters", 405, method="post"),
    Forgery("its form is JSON", 415, {"Content-Type": "application/json"}, body='{"text": "forged"}'),
    Forgery("its form is plain text", 415, {"Content-Type": "text/plain"}),
    Forgery("its form has no type", 415, {"Content-Type": None}),
    Forgery("its form is a file", 415, {"Content-Type": "multipart/form-data; boundary=x"},
            body='--x\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\nforged\r\n--x--\r\n'),
    Forgery("its text is too long", 413, body="text=" + "a" * 4097),
    Forgery("its form has 2,000 fields", 400, body="&".join(["text=forged"] * 2000)),
    Forgery("its chat does not exist", 404, path="/chats/nobody/say"),
    Forgery("its person does not exist", 400, path="/chats/group/say", body="text=forged&who=12345"),
    Forgery("its person is no number", 400, path="/chats/group/say", body="text=forged&who=-1"),
    Forgery("it replies to a message that does not exist", 404, body="text=forged&reply_to=999999"),
    Forgery("its number is too large", 413, body="text=forged&reply_to=" + "9" * 30),
    Forgery("it edits a message that does not exist", 404, path="/chats/private/edit", body="text=forged&edit=999999"),
    Forgery("it presses a button that does not exist", 404, path="/chats/private/press", body="message=9999&data=x"),
    Forgery("its attachment does not exist", 400, body="text=forged&attach=file"),
    Forgery("its language does not exist", 400, path="/people/language", body="language=tlh"),
    Forgery("its body has ten megabytes", 413, body="text=" + "a" * LARGE),
    Forgery("its headers have 100,000 bytes", 431, {"X-Large": "a" * 100_000}),
    Forgery("it has a thousand headers", 431, {f"X-{n}": "a" * 70 for n in range(1000)}),
    Forgery("its address has 70,000 bytes", 431, path=f"{SAY}?a=" + "a" * 70_000),
    Forgery("another site embeds what searches", 403, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
            method="GET", path="/chats/private/inline?text=@legwise_bot%20iron"),
    _of_path("its path leaves the folder", "/static/../../security.py"),
    _of_path("its path leaves the folder in other characters", "/static/%2e%2e/%2e%2e/security.py"),
    _of_path("its path has encoded slashes", "/static/..%2f..%2fsecurity.py"),
    _of_path("its path is encoded twice", "/static/%252e%252e/%252e%252e/security.py"),
    _of_path("its path has backslashes", "/static/..%5c..%5csecurity.py"),
    _of_path("its path begins anew", "/static//etc/passwd"),
    _of_path("its path has a NUL", "/static/desk.css%00.html"),
    _of_path("its path is no UTF-8", "/static/%ff%fe"),
    _of_path("its path is a folder", "/static/"),
    _of_path("a NUL ends its route", f"{SAY}%00", method="POST"),
    _of_path("its path goes up to a route", "/static/../chats/private/say", 405, method="POST"),
    _of_path("its path has two slashes", "//chats/private/say", method="POST"),
    _of_path("its address is absolute", "http://evil.example/", 404),
    _of_path("its address is absolute, with our host", "http://{host}/chats/private/say", 404, method="POST"),
    _of_path("its address is a file", "file:///etc/passwd", 404),
)  # fmt: skip

_TOKEN = "Host: {host}\r\nX-CSRF-Token: {token}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
_START = f"POST {SAY} HTTP/1.1\r\n{_TOKEN}"
_SECOND = f"{_START}Content-Length: 11\r\n\r\n{WORDS}"
BYTES = {
    "its length is larger than allowed, and nothing follows": (413, f"{_START}Content-Length: {LARGE}\r\n\r\n"),
    "its length is negative": (400, f"{_START}Content-Length: -1\r\n\r\n{WORDS}"),
    "its length has a sign": (400, f"{_START}Content-Length: +11\r\n\r\n{WORDS}"),
    "its length is no number": (400, f"{_START}Content-Length: 1e1\r\n\r\n{WORDS}"),
    "it has two lengths": (400, f"{_START}Content-Length: 11\r\nContent-Length: 5\r\n\r\n{WORDS}"),
    "it has a length and chunks": (
        400, f"{_START}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{WORDS}\r\n0\r\n\r\n"),
    "its coding is unknown": (400, f"{_START}Transfer-Encoding: xchunked\r\n\r\nb\r\n{WORDS}\r\n0\r\n\r\n"),
    "its coding is named twice": (
        400, f"{_START}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\nb\r\n{WORDS}\r\n0\r\n\r\n"),
    "the size of a chunk is no number": (400, f"{_START}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{WORDS}\r\n0\r\n\r\n"),
    "its chunks have ten megabytes": (
        413, f"{_START}Transfer-Encoding: chunked\r\n\r\n" + f"4000\r\n{'a' * 0x4000}\r\n" * (LARGE // 0x4000)),
    "a page is read with chunks": (
        400, f"GET / HTTP/1.1\r\n{_TOKEN}Transfer-Encoding: chunked\r\n\r\nb\r\n{WORDS}\r\n0\r\n\r\n"),
    "a space follows the name of a header": (400, f"{_START}Content-Length : 11\r\n\r\n{WORDS}"),
    "a header has a NUL": (400, f"{_START}X-A: \0\r\nContent-Length: 11\r\n\r\n{WORDS}"),
    "a header ends with a carriage return alone": (400, f"{_START}X-A: a\rX-B: b\r\nContent-Length: 11\r\n\r\n{WORDS}"),
    "it is HTTP 0.9": (400, f"GET {SAY}?{WORDS}\r\n\r\n"),
    "it is TLS": (400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
    "it connects to another server": (405, "CONNECT evil.example:443 HTTP/1.1\r\nHost: {host}\r\n\r\n"),
    "another request is in its body": (
        421, f"POST {SAY} HTTP/1.1\r\nHost: evil.example\r\nContent-Length: {{second}}\r\n\r\n{_SECOND}"),
}  # fmt: skip
"""Requests that need their bytes spelled out, with the status of the response to the first."""
