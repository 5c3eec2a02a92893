"""Asks an OpenAI-compatible endpoint, which is trusted with nothing but one number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.core.model import Fact
from bot.judge.errors import NoVerdictError
from bot.judge.wording import number_in, request
from bot.settings import JudgeSettings

LARGEST = 64 * 1024
"""Bytes of a response that are read; one with a number takes half a thousand."""

BAD_REQUEST = 400


class Endpoint:
    """Chat completions, each in one request; a second one where the server does not know
    `response_format`. Follows no redirect, keeps no cookie, unpacks nothing."""

    def __init__(self, settings: JudgeSettings) -> None:
        self._settings = settings
        self._url = f"{settings.url}/chat/completions"
        self._is_plain = False
        self._session: aiohttp.ClientSession | None = None

    async def number(self, question: str, numbered: Mapping[int, Fact]) -> int:
        """The number that the model names; raises `NoVerdictError`. Takes as long as it takes."""
        status, body = await self._post(question, numbered, plain=self._is_plain)
        if status == BAD_REQUEST and not self._is_plain:
            status, body = await self._post(question, numbered, plain=True)
            self._is_plain = status == 200
        if status != 200:
            raise NoVerdictError(f"it answers with HTTP {status}")
        return number_in(body)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _post(
        self, question: str, numbered: Mapping[int, Fact], *, plain: bool
    ) -> tuple[int, bytes]:
        asked = request(self._settings.model, question, numbered, plain=plain)
        try:
            async with self._opened().post(
                self._url, json=asked, headers=self._headers(), allow_redirects=False
            ) as response:
                if response.status != 200:
                    return response.status, b""
                if response.content_type != "application/json":
                    raise NoVerdictError("its response is of another type than JSON")
                return response.status, await _read(response)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NoVerdictError(f"it cannot be reached ({type(error).__name__})") from None

    def _headers(self) -> dict[str, str]:
        key = self._settings.key
        authorization = {} if key is None else {"Authorization": f"Bearer {key}"}
        return {"Accept": "application/json", "Accept-Encoding": "identity", **authorization}

    def _opened(self) -> aiohttp.ClientSession:
        """The session, opened when it is first needed: on the event loop that runs then."""
        if self._session is None:
            unhurried = aiohttp.ClientTimeout(total=None)  # whoever asks says how long it may take
            jar = aiohttp.DummyCookieJar()
            options: dict[str, Any] = {"timeout": unhurried, "cookie_jar": jar}
            self._session = aiohttp.ClientSession(auto_decompress=False, **options)
        return self._session


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            raise NoVerdictError(f"its response is longer than {LARGEST} bytes")
    return bytes(body)
