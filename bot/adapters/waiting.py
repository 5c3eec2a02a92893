"""Waits for a platform that cannot be reached: longer each time, and says why once."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec

from bot.core.errors import UnreachableError

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds between attempts, doubling."""

_log = logging.getLogger(__name__)

Given = ParamSpec("Given")
Serving = Coroutine[Any, Any, None]


def patient(serve: Callable[Given, Serving]) -> Callable[Given, Serving]:
    """`serve`, tried again and again while it raises `UnreachableError`."""

    @wraps(serve)
    async def serving(*given: Given.args, **named: Given.kwargs) -> None:
        pause, said = FIRST_PAUSE, ""
        while True:
            try:
                return await serve(*given, **named)
            except UnreachableError as error:
                if str(error) != said:
                    said = str(error)
                    _log.warning("%s Trying again until it works.", said)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # not all bots equally long
            pause = min(2 * pause, LONGEST_PAUSE)

    return serving
