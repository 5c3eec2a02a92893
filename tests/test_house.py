"""What is measured of the house stays as it is promised."""

from __future__ import annotations

from tests.house import ROOT, homonyms, private_members


def test_no_two_public_classes_share_a_name() -> None:
    assert homonyms(ROOT / "bot") == {}


def test_one_private_member_of_a_library_is_used() -> None:
    """An answer to an interaction goes by the session of the client that received it."""
    assert [it.split(":")[0] for it in private_members(ROOT / "bot")] == [
        "adapters/discord/sender.py"
    ]
