"""What is measured of the house stays as it is promised."""

from __future__ import annotations

from tests.house import homonyms, private_members
from tests.paths import REPOSITORY


def test_no_two_public_classes_share_a_name() -> None:
    assert homonyms(REPOSITORY / "bot") == {}


def test_no_private_member_of_a_library_is_used() -> None:
    assert private_members(REPOSITORY / "bot") == []
