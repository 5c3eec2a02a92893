"""Changes of a knowledge file: what is meant changes, and every other byte stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Fact, Quote, Status, Story
from bot.curation.editing import add_fact, difference
from bot.curation.revising import change, revise_header
from bot.curation.splicing import RefusedEditError
from bot.knowledge.loader import parse
from bot.knowledge.values import fold, fold_lines

BLOCK = """\
# The bridge, as the desk keeps it.
version: 1
story:
  title: The bridge on Elm Street   # as printed
  summary: >
    A crack was found,
    and the bridge was shut.

facts:
  # the one that everybody asks
  - id: why-shut
    questions:
      - Why is the bridge shut?   # shown
      - 'What''s wrong with it?'
      # more to come
    answer: |
      Inspectors found a crack.
    never: ["who built it", 'how old is it']   # another fact

  - id: cost
    label: "The cost"
    questions: [What will it cost?, "price, roughly"]
    answer: It will cost
      3 million crowns.
# the end
"""
FLOW = """\
{"version": 1, "story": {"title": "The bridge", "summary": "It is shut."}, "facts": [
  {"id": "why-shut", "questions": ["Why is it shut?",
    "What closed it?"], "answer": "A crack.", "never": ["who built it"]},
  {"id": "cost", "questions": ["What will it cost?"], "label": "The cost", "answer": "Much."}
]}
"""
INDENTLESS = """\
version: 1
story: {title: The bridge, summary: It is shut.}
facts:
- questions:
  -   Why is it shut?
  -   What closed it?
  id: why-shut
  never:
  - who built it
  answer: "A crack."
- id: cost
  label: The cost
  questions: [What will it cost?]
  answer: >-
    Much, and
    more."""

FILES = {"block": BLOCK, "flow": FLOW, "indentless": INDENTLESS}
BREAKS = {"unix": "\n", "windows": "\r\n"}


@pytest.fixture(params=[f"{file} {kind}" for file in FILES for kind in BREAKS])
def data(request: pytest.FixtureRequest) -> bytes:
    return _file(request.param)


def _file(name: str) -> bytes:
    file, _, kind = name.partition(" ")
    text = FILES[file].replace("\n", BREAKS[kind])
    return (b"\xef\xbb\xbf" if kind == "windows" else b"") + text.encode()


texts = st.one_of(
    st.text(min_size=1, max_size=60),
    st.from_regex(r"[ -~]{1,40}", fullmatch=True),
    st.sampled_from(
        ["no", "~", "null", "12:30", "007", "2031-04-03", "- a", "* b", "a: b", "a #b", "&c", "!d",
         "{e}", "[f, g]", "'h'", '"i"', "j\\k", "@l", "%m", "|", ">", "?", "? n", "o:", "#p", "<<",
         "---", "...", "\u202eabc", "x\u2028y", "z\x85", "it's", "true", "Where’s “it”, then?"]
    ),
).filter(lambda text: bool(fold(text)))  # fmt: skip
files = st.sampled_from([_file(f"{file} {kind}") for file in FILES for kind in BREAKS])


def add_text(data: bytes, name: str, fact_id: str, key: str, text: str) -> bytes:
    return change(
        data, name, fact_id, lambda it: replace(it, **_field(key, (*getattr(it, key), fold(text))))
    )


def remove_text(data: bytes, name: str, fact_id: str, key: str, text: str) -> bytes:
    def without(fact: Fact) -> Fact:
        texts = getattr(fact, key)
        return replace(
            fact,
            **_field(key, texts[: texts.index(fold(text))] + texts[texts.index(fold(text)) + 1 :]),
        )

    return change(data, name, fact_id, without)


def set_field(data: bytes, name: str, fact_id: str, key: str, value: Any) -> bytes:
    if isinstance(value, str):
        value = fold_lines(value) if key in ("answer", "note") else fold(value)
    return change(data, name, fact_id, lambda it: replace(it, **_field(key, value)))


def set_header(data: bytes, key: str, text: str) -> bytes:
    value = fold_lines(text) if key == "summary" else fold(text)
    return revise_header(data, "f", replace(parse(data, "f"), **_field(key, value)))


def _field(key: str, value: Any) -> dict[str, Any]:
    return {key: value}


def _kept(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """What was taken out and put in between the bytes that stayed."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    least = min(len(before), len(after)) - start
    while end < least and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


def _load(data: bytes) -> Story:
    return replace(parse(data, "f"), digest="")


def _changed(data: bytes, change: Callable[[bytes], bytes]) -> tuple[Story, Story, bytes, bytes]:
    """The stories before and after, and what was taken out and put in.

    Texts that no knowledge file can hold are refused, and then nothing is compared.
    """
    try:
        after = change(data)
    except RefusedEditError as error:
        if "would not load" not in str(error):
            raise
        return _load(data), _load(data), b"", b""
    return _load(data), _load(after), *_kept(data, after)


@given(files, texts, st.sampled_from(["why-shut", "cost"]), st.sampled_from(["questions", "never"]))
def test_adding_a_text_changes_nothing_else(data: bytes, text: str, owner: str, key: str) -> None:
    before, after, out, put = _changed(data, lambda it: add_text(it, "f", owner, key, text))
    if put:
        assert out == b""
        fact, old = after.fact(owner), before.fact(owner)
        assert fact is not None
        assert old is not None
        assert getattr(fact, key) == (*getattr(old, key), fold(text))
        assert replace(fact, **{key: getattr(old, key)}) == old
        assert [it for it in after.facts if it.id != owner] == [
            it for it in before.facts if it.id != owner
        ]


@given(files, texts)
def test_a_text_that_was_added_can_be_removed_to_the_same_bytes(data: bytes, text: str) -> None:
    before, after, _, put = _changed(data, lambda it: add_text(it, "f", "cost", "never", text))
    if put:
        added = add_text(data, "f", "cost", "never", text)
        assert remove_text(added, "f", "cost", "never", text) == data
        assert after != before


@given(files, texts, st.sampled_from(["answer", "label", "note", "according_to"]))
def test_a_field_gets_another_value_and_nothing_else_does(data: bytes, text: str, key: str) -> None:
    before, after, _, put = _changed(data, lambda it: set_field(it, "f", "cost", key, text))
    if put:
        fact, old = after.fact("cost"), before.fact("cost")
        assert fact is not None
        assert old is not None
        fresh = fold_lines(text) if key in ("answer", "note") else fold(text)
        changed: dict[str, Any] = {key: fresh}
        assert fact == replace(old, **changed)
        assert replace(after, facts=()) == replace(before, facts=())


@given(files, texts, st.sampled_from(["title", "summary", "publisher"]))
def test_a_header_field_gets_another_value(data: bytes, text: str, key: str) -> None:
    before, after, _, put = _changed(data, lambda it: set_header(it, key, text))
    if put:
        fresh = fold_lines(text) if key == "summary" else fold(text)
        changed: dict[str, Any] = {key: fresh}
        assert after == replace(before, **changed)


@given(files, texts, texts, st.booleans())
def test_a_fact_is_added_at_the_end(data: bytes, text: str, answer: str, is_draft: bool) -> None:
    fact = Fact(
        "new",
        (fold(text),),
        fold_lines(answer),
        status=Status.UNKNOWN,
        draft=is_draft,
        note="So they say.",
        never=(fold(text),),
    )
    before, after, out, put = _changed(data, lambda it: add_fact(it, "f", fact))
    if put:
        assert out == b""
        assert after == replace(before, facts=(*before.facts, fact))


def test_an_entry_goes_with_its_own_comment_and_no_other(data: bytes) -> None:
    first = parse(data, "f").facts[0].questions[0]
    after = remove_text(data, "f", "why-shut", "questions", first)
    out, put = _kept(data, after)
    assert put == b""
    assert out.count(b"\n") == 1 or b'"What' in after
    assert (b"# more to come" in after) == (b"# more to come" in data)
    assert parse(after, "f").facts[0].questions == parse(data, "f").facts[0].questions[1:]


def test_the_last_entry_takes_its_key_along(data: bytes) -> None:
    fact = parse(data, "f").facts[0]
    for text in fact.never:
        data = remove_text(data, "f", "why-shut", "never", text)
    assert b"never" not in data
    assert parse(data, "f").facts[0] == replace(fact, never=())


def test_the_only_phrasing_stays() -> None:
    with pytest.raises(RefusedEditError, match='must have "questions"'):
        remove_text(_file("flow unix"), "f", "cost", "questions", "What will it cost?")


def test_keys_are_taken_out_and_put_in(data: bytes) -> None:
    draft = set_field(data, "f", "cost", "draft", True)
    fact = parse(draft, "f").fact("cost")
    assert fact is not None
    assert fact.draft
    assert set_field(draft, "f", "cost", "draft", False) == data
    without = set_field(data, "f", "cost", "label", None)
    assert b"The cost" not in without
    status = parse(set_field(data, "f", "cost", "status", Status.PLANNED), "f").fact("cost")
    assert status is not None
    assert status.status is Status.PLANNED


def test_dates_are_written_as_people_write_them() -> None:
    after = set_header(_file("block unix"), "checked", "2031-04-03")
    assert b"\n  checked: 2031-04-03\n" in after


def test_a_style_is_taken_up() -> None:
    block = _file("block windows")
    assert b"\r\n      - 'It''s shut?'\r\n" in add_text(block, "f", "why-shut", "questions",
                                                         "It's shut?")  # fmt: skip
    long = "word " * 30
    assert b"summary: >\r\n    word word" in set_header(block, "summary", long)
    two = set_field(block, "f", "why-shut", "answer", "One.\nTwo: #2.")
    assert b"answer: |\r\n      One.\r\n      Two: #2.\r\n    never" in two
    fact = Fact("x", ("Who?",), "Somebody.", quotes=(Quote("some, body", 3),))
    assert (
        b"crowns.\r\n\r\n  - id: x\r\n    questions:\r\n      - Who?\r\n    answer: Somebody."
        b"\r\n    quotes:\r\n      - {text: \"some, body\", line: 3}\r\n# the end"
    ) in add_fact(block, "f", fact)  # fmt: skip


def test_an_empty_list_is_filled() -> None:
    data = _file("flow unix").replace(b'["who built it"]', b"[]")
    assert b'"never": ["who"]' in add_text(data, "f", "why-shut", "never", "who")


def test_what_would_not_load_is_refused() -> None:
    data = _file("block unix")
    changes: tuple[tuple[Callable[[], bytes], str], ...] = (
        (lambda: add_text(data, "f", "gone", "questions", "x"), 'no fact "gone"'),
        (lambda: add_text(data, "f", "cost", "questions", "Why is the bridge shut?"), "two facts"),
        (lambda: set_field(data, "f", "cost", "as_of", "soon"), "would not load"),
        (lambda: set_field(data, "f", "cost", "answer", "a\ud800"), "would not load"),
    )
    for attempt, why in changes:
        with pytest.raises(RefusedEditError, match=why):
            attempt()


def _with(old: str, new: str) -> bytes:
    assert old in BLOCK
    return BLOCK.replace(old, new).encode()


def test_what_an_anchor_shares_is_refused_with_its_line() -> None:
    shared = _with("never: [", "never: &n [").replace(b"    label:", b"    never: *n\n    label:")
    for owner in ("why-shut", "cost"):
        with pytest.raises(RefusedEditError, match=r"f:\d\d: .* shared by an anchor .* write it"):
            add_text(shared, "f", owner, "never", "x")
    alone = _with("never: [", "never: &n [")
    assert b"'how old is it', 'x']" in add_text(alone, "f", "why-shut", "never", "x")
    tagged = _with("label: ", "label: !!str ")
    with pytest.raises(RefusedEditError, match=r'f:21: "label" has an anchor or a tag'):
        set_field(tagged, "f", "cost", "label", "x")


def test_layouts_that_no_hand_makes_are_refused_or_right() -> None:
    odd = _with("- id: cost", "- # odd\n    id: cost")
    with pytest.raises(RefusedEditError, match="does not follow its dash"):
        add_fact(odd, "f", Fact("x", ("Who?",), "He."))
    comment = _with('"price, roughly"]', '# beside\n     "price, roughly"]')
    with pytest.raises(RefusedEditError, match="comment may stand"):
        remove_text(comment, "f", "cost", "questions", "What will it cost?")
    first = _with("- id: cost\n    label: ", "- label: 'x'\n    id: cost\n    note: ")
    assert b"\n  - id: cost\n    note: " in set_field(first, "f", "cost", "label", None)
    with pytest.raises(RefusedEditError, match="more than this would change"):
        add_fact(first, "f", Fact("x", ("Who  is it?",), "He."))
    people = _with("  summary", "  authors:\n  - Ada\n  - Bea\n  summary")
    with pytest.raises(RefusedEditError, match="Nothing was changed"):
        set_header(people, "authors", "Ada Brook")


def test_a_difference_is_unified() -> None:
    data = _file("block windows")
    after = add_text(data, "f", "why-shut", "questions", "Shut?")
    told = difference(data, after, "my.yaml")
    assert told.startswith("--- a/my.yaml\n+++ b/my.yaml\n@@ ")
    assert "\n+      - 'Shut?'\r\n" in told
    assert difference(data, data, "my.yaml") == ""
    assert difference(b"a", b"b", "f").splitlines()[-1] == "+b"
