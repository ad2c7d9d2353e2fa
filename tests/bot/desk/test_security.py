"""Forged requests: none does anything, none gets at a file, and no script of a person runs."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from bot.desk.trial import people
from bot.desk.trial.trial import Trial
from tests.bot.desk.forgeries import BYTES, FORGERIES, SAY, WORDS, Forgery
from tests.bot.desk.served import ServedDesk, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")
YOU, FIRST = str(people.YOU.id), "9002"
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
FORMS = {
    SAY: {"text": "iron", "quote": "", "attach": "", "who": YOU, "reply_to": ""},
    "/chats/group/say": {"text": "iron", "who": YOU},
    "/chats/private/edit": {"edit": FIRST, "text": "iron", "who": YOU},
    "/chats/private/press": {"message": FIRST, "data": "x", "who": YOU},
    "/chats/private/choose": {"query": "1", "result": "1", "who": YOU},
    "/people/language": {"language": "en", "who": YOU},
}
ADDRESSES = {
    "/chats/private/composer": ("text", "reply_to", "edit", "who"),
    "/chats/private/inline": ("text", "who"),
    "/chats/private/menu": ("who",),
    "/": ("text", "who"),
    "/login": ("next",),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(trial: Trial) -> AsyncIterator[ServedDesk]:
    async with serving(trial) as served:
        served.headers = {"X-CSRF-Token": await served.token(), "Origin": f"http://{served.host}"}
        assert (await served.post(SAY, text="iron")).status == 200
        assert [str(each["message_id"]) for each in served.state()["private"]] == [FIRST]
        yield served


def _filled(desk: ServedDesk, text: str) -> str:
    token = desk.headers["X-CSRF-Token"]
    return text.replace("{host}", desk.host).replace("{token}", token)


async def test_a_request_with_all_that_a_page_sends_does_something(desk: ServedDesk) -> None:
    before = desk.state()
    assert (await desk.request("POST", SAY, WORDS)).status == 200
    assert desk.state()["private"][-1]["text"] == "forged"
    assert desk.state() != before


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
async def test_a_forged_request_does_nothing_if(desk: ServedDesk, forgery: Forgery) -> None:
    headers = {name: value and _filled(desk, value) for name, value in forgery.headers.items()}
    body = "" if forgery.method in {"GET", "HEAD"} else _filled(desk, forgery.body)
    before = desk.state()
    reply = await desk.request(forgery.method, _filled(desk, forgery.path), body, headers)
    assert desk.state() == before
    assert reply.status == forgery.status
    assert not any(secret in reply.text for secret in ("root:", "Traceback", "from __future__"))


@pytest.mark.parametrize("name", BYTES)
async def test_bytes_that_no_browser_sends_do_nothing_if(desk: ServedDesk, name: str) -> None:
    status, text = BYTES[name]
    second = _filled(desk, text.partition("\r\n\r\n")[2])
    before = desk.state()
    reply = await desk.send(_filled(desk, text).replace("{second}", str(len(second))).encode("latin-1"))
    assert reply.status == status
    assert desk.state() == before


async def test_the_token_of_another_run_is_not_accepted(trial: Trial, desk: ServedDesk) -> None:
    async with serving(trial) as other:
        token = await other.token()
    before = desk.state()
    assert token != desk.headers["X-CSRF-Token"]
    assert (await desk.request("POST", SAY, WORDS, {"X-CSRF-Token": token})).status == 403
    assert desk.state() == before


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, form in FORMS.items() for name in form])
async def test_script_in_a_field_comes_back_as_text(desk: ServedDesk, path: str, name: str) -> None:
    reply = await desk.post(path, **FORMS[path] | {name: SCRIPT})
    assert reply.status in {200, 204, 400, 404, 413}
    for text in (reply.text, *[(await desk.get(each)).text for each in ("/", "/chats/private", "/chats/group")]):
        assert "<script>alert" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in ADDRESSES.items() for name in names])
async def test_script_in_an_address_comes_back_as_text(desk: ServedDesk, path: str, name: str) -> None:
    reply = await desk.get(f"{path}?{urlencode({name: SCRIPT})}")
    assert "<script>alert" not in reply.text
    assert "<img src=x" not in reply.text


async def test_script_that_was_said_is_shown_as_it_was_typed(desk: ServedDesk) -> None:
    await desk.post(SAY, text=SCRIPT, who=YOU)
    page = (await desk.get("/chats/private")).text
    assert SCRIPT not in page
    assert SCRIPT in html.unescape(page)


async def test_every_response_forbids_inline_script_and_frames(desk: ServedDesk) -> None:
    for reply in (await desk.get("/"), await desk.get("/static/desk.css"), await desk.get("/no", Host="evil.example")):
        policy = reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"


async def test_a_fault_is_a_page_to_a_browser_and_one_line_to_a_part_of_a_page(desk: ServedDesk) -> None:
    page = await desk.get("/no-such-page")
    assert page.status == 404
    assert "There is no such page." in page.text
    assert "<h1>Not Found</h1>" in page.text
    assert (await desk.request("GET", "/no-such-page", headers={"HX-Request": "true"})).text == "There is no such page."


async def test_a_link_on_another_site_may_lead_here(desk: ServedDesk) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (await desk.request("GET", "/", headers=headers)).status == 200
