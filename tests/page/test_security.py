"""Who may use the desk: whoever has its address, from its own pages, on this machine."""

from __future__ import annotations

import socket
from pathlib import Path

import aiohttp
import pytest

from bot.page.serving import serving
from tests.page.ferry import bench_of, desk_on


async def status(session: aiohttp.ClientSession, url: str, **headers: str) -> int:
    async with session.get(url, headers=headers, allow_redirects=False) as answer:
        return answer.status


async def test_only_the_printed_address_opens_it(ferry: Path) -> None:
    async with serving(bench_of(ferry), 0) as address, aiohttp.ClientSession() as nobody:
        base, _, token = address.partition("/?token=")
        assert base.startswith("http://127.0.0.1:")
        assert len(token) >= 40
        for path in (
            "/",
            "/?token=",
            f"/?token={token[:-1]}x",
            "/facts/cost",
            "/desk.js",
            "/?token=é",
        ):
            assert await status(nobody, base + path) == 403
        async with nobody.get(address, allow_redirects=False) as entered:
            assert (entered.status, entered.headers["Location"]) == (303, "/")
            cookie = entered.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert token not in cookie


async def test_it_listens_at_one_address_alone(ferry: Path) -> None:
    async with serving(bench_of(ferry), 0) as address:
        port = int(address.partition("/?")[0].rpartition(":")[2])
        with pytest.raises(OSError), socket.create_connection(("127.0.0.2", port)):  # noqa: PT011
            pass


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
async def test_other_hosts_and_origins_are_refused(ferry: Path, headers: dict[str, str]) -> None:
    async with desk_on(ferry) as desk:
        assert await status(desk.session, f"{desk.base}/facts/cost") == 200
        assert await status(desk.session, f"{desk.base}/facts/cost", **headers) == 403
        fields = {"token": "guessed", "do": "dismiss", "item": "1"}
        for path in ("/inbox", "/facts/cost", "/new", "/check"):
            url = desk.base + path
            async with desk.session.post(url, data=fields, headers=headers) as answer:
                assert answer.status == 403
            async with desk.session.post(url, data=fields) as answer:
                assert answer.status == 403
            async with desk.session.post(url, data=b"\xff", headers=headers) as answer:
                assert answer.status == 403


async def test_nothing_comes_from_elsewhere_and_nothing_is_kept(ferry: Path) -> None:
    async with desk_on(ferry) as desk:
        for path in (
            "/",
            "/facts/cost",
            "/article",
            "/inbox",
            "/try?q=who",
            "/nowhere",
            "/desk.js",
        ):
            async with desk.session.get(desk.base + path) as answer:
                page, policy = await answer.text(), answer.headers["Content-Security-Policy"]
                assert answer.headers["Cache-Control"] == "no-store"
            assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
            assert "frame-ancestors 'none'" in policy
            assert "<style" not in page
            assert " on" not in "".join(part.split(">")[0] for part in page.split("<script")[1:])


async def test_two_desks_do_not_take_each_others_cookies(ferry: Path) -> None:
    async with desk_on(ferry) as one, desk_on(ferry) as other:
        names = {cookie.key for it in (one, other) for cookie in it.session.cookie_jar}
        assert len(names) == 2
        assert await status(one.session, f"{other.base}/") == 403
