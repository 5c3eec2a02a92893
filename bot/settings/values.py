"""One value of the environment, read and checked; errors name the variable and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.core.errors import SettingsError

MOST_QUESTIONS = 60_000
"""The highest limit: of a person's questions, of a channel's, of those that go to the judge."""

LONGEST_DAYS = 3650

Read = Callable[[str], str | None]
"""Gives a variable's value; None where it is not set, or empty."""


def reader_of(environ: Mapping[str, str]) -> Read:
    """What reads the variables of `environ`."""
    return lambda name: environ.get(name, "").strip() or None


def limit(name: str, value: Read, default: int, per: str = "minute") -> int:
    """A number of questions; raises `SettingsError`, as all of these do."""
    text = value(name) or str(default)
    if not text.isdecimal() or int(text) > MOST_QUESTIONS:
        raise SettingsError(
            f"{name} is “{text}”: it must be a number of questions a {per}, up to "
            f"{MOST_QUESTIONS}, or 0 for no limit."
        )
    return int(text)


def yes_or_no(name: str, text: str) -> bool:
    """What `text` says."""
    if text.casefold() in ("1", "yes", "true", "on"):
        return True
    if text.casefold() in ("0", "no", "false", "off"):
        return False
    raise SettingsError(f"{name} is “{text}”: write yes or no.")


def days_or_none(name: str, value: Read, default: int) -> int:
    """A number of days; 0 where there shall be none."""
    if value(name) == "0":
        return 0
    found = days(name, value)
    return default if found is None else found


def days(name: str, value: Read) -> int | None:
    """A number of days; None where it is not set."""
    text = value(name)
    if text is None:
        return None
    if not text.isdecimal() or not 0 < int(text) <= LONGEST_DAYS:
        raise SettingsError(
            f"{name} is “{text}”: it must be a number of days, 1 to {LONGEST_DAYS}."
        )
    return int(text)


def address(name: str, url: str) -> str:
    """`url` if tokens may be sent there: https anywhere, plain http only to this machine."""
    with suppress(ValueError):  # a bracket that is never closed, or a name where http needs ours
        parts = urlsplit(url)
        host = parts.hostname
        if host and parts.scheme == "https":
            return url
        if parts.scheme == "http" and (host == "localhost" or ip_address(str(host)).is_loopback):
            return url
    raise SettingsError(
        f"{name} is “{url}”: use https, or plain http only to this machine (127.0.0.1)."
    )
