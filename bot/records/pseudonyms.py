"""People and words as keyed hashes: nobody without the key can tell from the records who it was."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from bot.core.errors import SettingsError
from bot.ports.messages import Post, Reader

KEY_FILE = "hash-key"
SHORTEST = 16
"""Characters a key has at least; ids of people are few enough to try all under a short one."""


class Pseudonyms:
    """Hashes readers, and what they wrote, under one key."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def hash(self, reader: Reader) -> str:
        """32 hex digits, the same for a person in every space of a platform."""
        return self.code(f"{reader.platform}\0{reader.id}")

    def fingerprint(self, message: Post, words: str) -> str:
        """32 hex digits, which say of a message whether its words changed, and nothing else.

        The same words in two messages have two fingerprints.
        """
        place = ("words", message.platform, message.channel, message.message)
        return self.code("\0".join((*place, words)))

    def code(self, name: str) -> str:
        """32 hex digits that stand for `name`, which may hold somebody's id."""
        told = name.encode("utf-8", "backslashreplace")
        return hmac.digest(self._key, told, "sha256").hex()[:32]


def new_key() -> str:
    """A key that nobody can guess: 64 hex digits."""
    return secrets.token_hex(32)


def find_key(explicit: str | None, folder: Path | None) -> str:
    """The key of STORYBOT_HASH_KEY, else the one kept in `folder`, made there the first time.

    Raises `SettingsError` when the key is short, or can be neither read nor made.
    """
    if explicit is not None:
        if len(explicit) < SHORTEST:
            raise SettingsError(f"STORYBOT_HASH_KEY is shorter than {SHORTEST} characters.")
        return explicit
    if folder is None:
        raise SettingsError("There is no home folder for the hash key: set STORYBOT_HASH_KEY.")
    path = folder / KEY_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The hash key cannot be kept in {path} ({type(error).__name__}): "
            "set STORYBOT_HASH_KEY."
        ) from None
    if len(key) < SHORTEST:
        raise SettingsError(f"{path} holds no key: delete it, or set STORYBOT_HASH_KEY.")
    return key


def _make(path: Path) -> None:
    """Make a key whole and at once, so that two processes that start together have the same."""
    if path.exists():
        return
    own = path.with_name(f"{KEY_FILE}.{secrets.token_hex(8)}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(new_key() + "\n")
        with suppress(FileExistsError):  # another process was first: its key is the key
            os.link(own, path)
    finally:
        own.unlink()
