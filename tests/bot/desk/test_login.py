"""The login of a desk that other computers reach, through a TLS proxy: few tries, and sessions that end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.desk.login import ALL_TRIES, MINUTE, TRIES, LoginThrottle
from bot.desk.password import make_hash
from bot.desk.sessions import LONGEST_PAUSE, LONGEST_SESSION
from bot.desk.trial.trial import Trial
from tests.bot.database_fixtures import Clock
from tests.bot.desk.served import Reply, ServedDesk, csrf_token, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")
NAME, PASSWORD, WRONG = "desk.example.org", "correct horse battery", "wrong horse battery"
ORIGIN = f"https://{NAME}"
HASH = make_hash(PASSWORD)
SAY = "/chats/private/say"


@pytest_asyncio.fixture(loop_scope="module")
async def desk(trial: Trial) -> AsyncIterator[ServedDesk]:
    """A desk behind a proxy; its requests come from the proxy, with the host and the origin of the browser's."""
    async with serving(trial, HASH, (NAME,)) as served:
        served.headers = {"Origin": ORIGIN}
        yield served


async def _log_in(desk: ServedDesk, password: str = PASSWORD) -> Reply:
    return await desk.post("/login", password=password)


async def _enter(desk: ServedDesk) -> None:
    """Log in, and send the session and its token with all later requests."""
    desk.headers["Cookie"] = (await _log_in(desk)).cookie
    desk.headers["X-CSRF-Token"] = await desk.token()


@pytest.mark.parametrize("path", ["/", "/events", "/chats/private", "/logout", "/no-such-page", "//", "/static/../"])
async def test_without_a_session_every_page_leads_to_the_login(desk: ServedDesk, path: str) -> None:
    reply = await desk.get(path)
    assert (reply.status, reply.headers["location"]) in {(303, "/login"), (404, None)}
    assert "Try it" not in reply.text


async def test_the_page_of_the_login_has_its_style_and_nothing_of_the_desk(desk: ServedDesk) -> None:
    page = (await desk.get("/login")).text
    assert 'type="password"' in page
    assert 'aria-label="Pages"' not in page
    assert not csrf_token(page)
    assert (await desk.get("/static/desk.css")).status == 200


async def test_without_a_session_nothing_is_done(desk: ServedDesk) -> None:
    before = desk.state()
    assert (await desk.post(SAY, text="forged")).status == 403
    assert desk.state() == before


async def test_a_part_of_a_page_whose_session_is_over_leads_the_page_to_the_login(desk: ServedDesk) -> None:
    reply = await desk.request("GET", "/chats/private", headers={"HX-Request": "true"})
    assert (reply.status, reply.headers["hx-redirect"], reply.text) == (401, "/login", "")


async def test_the_password_starts_a_session_whose_cookie_no_script_and_no_other_site_gets(desk: ServedDesk) -> None:
    reply = await _log_in(desk)
    assert (reply.status, reply.headers["location"]) == (303, "/")
    attributes = set(reply.headers["set-cookie"].lower().split("; ")[1:])
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= attributes
    await _enter(desk)
    assert "Try it" in (await desk.get("/")).text
    assert (await desk.post(SAY, text="hello")).status == 200
    assert (await desk.get("/login")).headers["location"] == "/"


async def test_by_http_on_this_computer_the_cookie_is_kept_too(desk: ServedDesk) -> None:
    here = str(desk.address)
    reply = await desk.request(
        "POST", "/login", f"password={PASSWORD}".replace(" ", "+"), {"Host": here, "Origin": f"http://{here}"}
    )
    assert reply.status == 303
    assert "secure" not in reply.headers["set-cookie"].lower()


async def test_a_wrong_password_starts_none_and_is_not_repeated(
    desk: ServedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    reply = await _log_in(desk, WRONG)
    assert (reply.status, reply.cookie) == (403, "")
    assert "That is not the password." in reply.text
    assert WRONG not in reply.text
    assert "a login at the desk failed" in caplog.text
    assert "horse" not in caplog.text


@pytest.mark.parametrize(
    ("fault", "headers"),
    [
        ("another site's form", {"Origin": "https://evil.example"}),
        ("a hidden origin", {"Origin": "null"}),
        ("no origin", {"Origin": None}),
        ("another host", {"Host": "evil.example"}),
        ("plain HTTP", {"Origin": f"http://{NAME}"}),
        ("a body that is no form", {"Content-Type": "application/json"}),
    ],
)
async def test_the_right_password_opens_nothing_with(
    desk: ServedDesk, fault: str, headers: dict[str, str | None]
) -> None:
    reply = await desk.request("POST", "/login", f"password={PASSWORD}".replace(" ", "+"), headers)
    assert reply.status in {403, 415, 421}
    assert not reply.cookie


@pytest.mark.parametrize(
    "password",
    ["", " ", PASSWORD.upper(), f"{PASSWORD} ", f"{PASSWORD}\0", HASH, "x" * 257, "<script>alert(1)</script>"],
    ids=["nothing", "a space", "capitals", "one more space", "a NUL", "the hash", "too much", "script"],
)
async def test_no_other_password_opens_it(desk: ServedDesk, password: str) -> None:
    reply = await _log_in(desk, password)
    assert reply.status in {403, 413}
    assert not reply.cookie
    assert "<script>alert" not in reply.text


async def test_after_a_few_wrong_passwords_the_right_one_waits_a_minute_too(desk: ServedDesk) -> None:
    assert [(await _log_in(desk, WRONG)).status for _ in range(TRIES)] == [403] * TRIES
    reply = await _log_in(desk)
    assert (reply.status, reply.cookie) == (429, "")
    assert "Wait a minute" in reply.text
    desk.clock.now += MINUTE
    assert (await _log_in(desk)).status == 303


async def test_a_header_does_not_make_another_address_of_a_try(desk: ServedDesk) -> None:
    for n in range(TRIES):
        desk.headers |= {"X-Forwarded-For": f"192.0.2.{n}", "Forwarded": f"for=192.0.2.{n}"}
        await _log_in(desk, WRONG)
    assert (await _log_in(desk)).status == 429


async def test_many_addresses_have_few_tries_together() -> None:
    throttle = LoginThrottle(Clock())
    taken = [throttle.take(f"192.0.2.{n}") for n in range(ALL_TRIES + 5)]
    assert taken == [True] * ALL_TRIES + [False] * 5


async def test_a_guessed_cookie_is_no_session(desk: ServedDesk) -> None:
    for guess in ("", "legwise-desk=", "legwise-desk=1", "legwise-desk=" + "A" * 43, "legwise-desk=None"):
        desk.headers["Cookie"] = guess
        assert (await desk.get("/")).status == 303


async def test_the_token_of_another_session_is_not_accepted(desk: ServedDesk) -> None:
    await _enter(desk)
    other = desk.headers["X-CSRF-Token"]
    await _enter(desk)
    assert other != desk.headers["X-CSRF-Token"]
    before = desk.state()
    assert (await desk.request("POST", SAY, "text=forged", {"X-CSRF-Token": other})).status == 403
    assert desk.state() == before


async def test_a_session_ends_after_a_pause(desk: ServedDesk) -> None:
    await _enter(desk)
    desk.clock.now += LONGEST_PAUSE - 1
    assert (await desk.get("/")).status == 200
    desk.clock.now += LONGEST_PAUSE
    assert (await desk.get("/")).status == 303


async def test_a_session_ends_after_a_day_of_work(desk: ServedDesk) -> None:
    await _enter(desk)
    for _ in range(int(LONGEST_SESSION / LONGEST_PAUSE * 2) - 1):
        desk.clock.now += LONGEST_PAUSE / 2
        assert (await desk.get("/")).status == 200
    desk.clock.now += LONGEST_PAUSE / 2
    assert (await desk.get("/")).status == 303


async def test_logging_out_ends_the_session_at_once(desk: ServedDesk) -> None:
    await _enter(desk)
    assert 'hx-post="/logout"' in (await desk.get("/")).text
    reply = await desk.post("/logout")
    assert reply.headers["hx-redirect"] == "/login"
    assert reply.cookie == 'legwise-desk=""'
    assert (await desk.get("/")).status == 303


async def test_another_site_cannot_log_anyone_out(desk: ServedDesk) -> None:
    await _enter(desk)
    for headers in ({"X-CSRF-Token": None}, {"Origin": "https://evil.example"}):
        assert (await desk.request("POST", "/logout", headers=headers)).status == 403
    assert (await desk.get("/")).status == 200


async def test_a_desk_without_a_password_has_nothing_to_log_out_of(trial: Trial) -> None:
    async with serving(trial) as served:
        assert "Log out" not in (await served.get("/")).text
        assert (await served.get("/login")).status == 404
