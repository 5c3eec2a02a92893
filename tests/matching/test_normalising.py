"""What chat puts around a question is taken away, and nothing a reader types can break that."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings

from bot.matching.shipped import english
from bot.writing import own_words
from tests.core.typed import ANY_TEXT, PIECED_TEXT
from tests.effort import effort

normalise = english().normalise


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@123456> when was it shut?", "when was it shut"),
        ("<@!123456> <#99> <@&7> hello", "hello"),
        ("<!here> is the bridge shut", "is the bridge shut"),
        ("<#C024BE7LR|general> what now", "what now"),
        ("is it open 😀 :smile: <:ferry:123> <a:wave:45>", "is it open"),
        ("is it open 👩‍🚒 now ✅", "is it open now"),
        ("**When** _was_ ~~it~~ `shut`?", "when was it shut"),
        ("||secret|| question", "secret question"),
        ("> quoted\nreply", "quoted reply"),
        ("see https://example.org/a?b=c#d and say why", "see and say why"),
        ("www.example.org/a or example.org/news/1?x=2 why", "or why"),
        ("example.org and/or 24/7 at 6 a.m./p.m.", "example org and or 24 7 at 6 a m p m"),
        ("see <t:1900000000:R> and <t:-5>", "see and"),
        ("use </ask:1> or </story now:22>", "use or"),
        ("in <id:customize> now", "in now"),
        ("is the <https://example.org/a|old bridge> shut", "is the old bridge shut"),
        ("br\u200bid\u00adge \u200eferry\u200f", "bridge ferry"),
        ("\u202ebridge\u202c", "bridge"),
        ("\ufeffbridge", "bridge"),
        ("ｂｒｉｄｇｅ １２３", "bridge 123"),
        ("brіdgе", "bridge"),  # Cyrillic i and e
        ("fеrrу", "ferry"),  # Cyrillic e and y
        ("МАYОR", "mayor"),  # Cyrillic capitals
        ("fеrrУ", "ferry"),  # a Cyrillic capital that looks Latin only when it is small
        ("mayόr", "mayor"),  # a Greek o with an accent
        ("café naïve Ålesund", "cafe naive alesund"),
        ("  What\t\n is\u00a0this ", "what is this"),
        ("WHAT?!", "what"),
        ("the mayor's ferry", "the mayor ferry"),
        ("isn't it", "is not it"),
        ("isn’t it", "is not it"),
        ("didn`t they", "did not they"),
        ("can't it", "can not it"),
        ("won't it", "will not it"),
        ("what's up, who're you, I'll, I've, I'm, he'd", "what up who you i i i he"),
        ("10,000 people", "10000 people"),
        ("10 000 people", "10000 people"),
        ("10’000,000 people", "10000000 people"),
        ("in 2031 200 people left", "in 2031 200 people left"),
        ("1,2,3", "1 2 3"),
        ("50k", "50000"),
        ("50 K", "50000"),
        ("1.5k", "1.5 thousand"),
        ("1.5m", "1.5 million"),
        ("1.5 mio", "1.5 million"),
        ("1.2bn", "1.2 billion"),
        ("3b", "3 billion"),
        ("2tn", "2 trillion"),
        ("48million", "48 million"),
        ("the 1990s", "the 1990s"),
        ("100km", "100km"),
        ("12a", "12a"),
        ("v1.2.3", "v1 2.3"),
        ("3.5%", "3.5 percent"),
        ("$48m and €5", "dollar 48 million and euro 5"),
        ("sooooo loooong", "soo loong"),
        ("Osprey III", "osprey iii"),
        ("the U.S. ban", "the america ban"),
        ("u.s.a. and USA and US", "america and america and america"),
        ("UNITED STATES, united  states of America", "america america"),
        ("tell us", "tell us"),
        ("u.s.s.r.", "u s s r"),
    ],
)
def test_reads_what_is_meant(typed: str, read: str) -> None:
    assert normalise(typed) == read


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ("> the bridge is shut\nwhy?", "why?"),
        ("why?\n>>> the bridge\nis shut", "why?"),
        ("  > one\n> two\nwho says so?\n>three", "who says so?"),
        ("> why is the bridge shut?", "> why is the bridge shut?"),
        ("is 5 > 3?", "is 5 > 3?"),
        ("when was ~~the ferry~~ the bridge shut", "when was   the bridge shut"),
        ("when was ~the ferry~ it shut", "when was   it shut"),
        ("~5 or ~6 people, a~b~c", "~5 or ~6 people, a~b~c"),
        ("```python\nwhy?\n```", "\nwhy?\n```"),
        ("```why?```", "```why?```"),
        ("~~all of it~~", ""),
    ],
)
def test_what_is_struck_out_or_quoted_is_no_part_of_a_question(typed: str, own: str) -> None:
    assert own_words(typed).strip() == own.strip()


@pytest.mark.parametrize(
    "nothing",
    ["", "   ", "?!…", "😀😀", "<@1> <@2>", "\u200b\u200f", "\x00\x01", "https://a.example"],
)
def test_is_empty_where_nothing_was_said_in_words(nothing: str) -> None:
    assert normalise(nothing) == ""


@given(ANY_TEXT | PIECED_TEXT)
@settings(derandomize=True, deadline=None, max_examples=400)
def test_leaves_only_letters_digits_dots_and_single_spaces(text: str) -> None:
    read = normalise(text)
    assert all(character.isalnum() or character in ". " for character in read)
    assert read == " ".join(read.split())
    assert not re.search(r"\.(?!\d)|(?<!\d)\.", read)  # a dot stands inside a number only


@given(ANY_TEXT | PIECED_TEXT)
@settings(derandomize=True, deadline=None, max_examples=600)
def test_changes_nothing_the_second_time(text: str) -> None:
    read = normalise(text)
    # "5, 200" and "5: k" are kept apart by what stands between, which is gone the second time
    assume(not re.search(r"\d (?:\d{3}(?!\d)|(?:k|m|mn|mio|bn|b|tn)\b)", read))
    assert normalise(read) == read


@pytest.mark.parametrize(
    "unit",
    [
        "a", " ", "1,000", "5 bn ", "<@1", "<", ":a", "|", "n't", "’s", "http://", "U.S.", "😀",
        "~", "~a", "~~a ", ">", "\n>", "```a", "a.", "www.", "<t:", "</a",
        "ﷺ", "е́", "\u0301\u0327", "\u200b", "why is the bridge shut? ", "\ud800", "1'", "{{7*7}}",
    ],
)  # fmt: skip
def test_takes_bounded_time_for_a_hundred_thousand_characters(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert effort(lambda: normalise(own_words(text))) < 500  # measured 60 at most
