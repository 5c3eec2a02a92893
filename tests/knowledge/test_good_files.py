"""Files that load, and what becomes of what was typed."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import StorybotError
from bot.core.model import Fact, Quote, Status, Story, Topic
from bot.knowledge import fields
from bot.knowledge.loader import load as load_path
from bot.knowledge.loader import parse
from bot.knowledge.values import fold
from tests.effort import effort

Load = Callable[[str | bytes], Story]

SHORT = """\
version: 1
story: {title: The bridge on Elm Street}
facts:
  - id: why-shut
    questions: [Why is the bridge shut?, What closed the bridge?]
    answer: Inspectors found a crack in the east pier.
"""

FULL = """\
version: 1
story:
  title: The bridge on Elm Street
  publisher: The Elm Courier
  url: https://example.org/bridge
  published: 2031-04-03
  expires: 2031-05-03
  language: no
  summary: |
    The bridge  is shut.

    Nobody is hurt.
topics:
  - {id: works, title: The works}
names:
  Mara Quill: [Mara Quil, Marra Quill]
  The Pier: []
facts:
  - id: 007
    topic: works
    status: attributed
    according_to: the harbour office
    questions:
      - When   did it
        shut?
      - 12:30
    answer: >-
      It shut at 12:30,
      says   the office.
    as_of: 2031-04-02
    quotes: [{text: shut at half past twelve, line: 12}, {text: no crack}]
    see_also: [no]
    revised: 2031-04-09
    correction: An earlier version said noon.
    note: Ask again.
    checked: 2031-04-10
    expires: 2031-05-01
    asks: [at what time did it shut]
    never: [when does it open]
  - {id: no, questions: ["~"], answer: no, status: unknown}
chat: {greeting: Hello!, bye: "null"}
"""


def test_a_short_file_loads_with_every_default(load: Load, parser: str) -> None:
    assert load(SHORT) == Story(
        title="The bridge on Elm Street",
        facts=(
            Fact(
                id="why-shut",
                questions=("Why is the bridge shut?", "What closed the bridge?"),
                answer="Inspectors found a crack in the east pier.",
            ),
        ),
        digest=hashlib.sha256(SHORT.encode()).hexdigest(),
    )


def test_a_label_may_be_as_long_as_a_button(load: Load, parser: str) -> None:
    label = "w" * fields.MAX_LABEL
    (fact,) = load(SHORT + f"    label: {label}\n").facts
    assert fact.short_title == label


def test_every_key_is_read_and_no_value_changes_its_type(load: Load, parser: str) -> None:
    assert load(FULL) == Story(
        title="The bridge on Elm Street",
        publisher="The Elm Courier",
        url="https://example.org/bridge",
        published="2031-04-03",
        expires="2031-05-03",
        language="no",
        summary="The bridge is shut.\n\nNobody is hurt.",
        topics=(Topic("works", "The works"),),
        names={"Mara Quill": ("Mara Quil", "Marra Quill"), "The Pier": ()},
        facts=(
            Fact(
                id="007",
                topic="works",
                status=Status.ATTRIBUTED,
                according_to="the harbour office",
                questions=("When did it shut?", "12:30"),
                answer="It shut at 12:30, says the office.",
                as_of="2031-04-02",
                quotes=(Quote("shut at half past twelve", 12), Quote("no crack", None)),
                see_also=("no",),
                revised="2031-04-09",
                correction="An earlier version said noon.",
                note="Ask again.",
                checked="2031-04-10",
                expires="2031-05-01",
                asks=("at what time did it shut",),
                never=("when does it open",),
            ),
            Fact(id="no", questions=("~",), answer="no", status=Status.UNKNOWN),
        ),
        chat={"greeting": "Hello!", "bye": "null"},
        digest=hashlib.sha256(FULL.encode()).hexdigest(),
    )


@pytest.mark.parametrize(
    "typed",
    ["no", "yes", "12:30", "007", "2031-04-03", "1e3", "0x1F", "1_000", ".inf", "true", "="],
)
def test_a_scalar_is_the_text_that_was_typed(load: Load, parser: str, typed: str) -> None:
    story = load(SHORT.replace("Inspectors found a crack in the east pier.", typed))
    assert story.facts[0].answer == typed


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(load: Load, parser: str) -> None:
    story = load(b"\xef\xbb\xbf" + SHORT.replace("\n", "\r\n").encode())
    assert story.facts == load(SHORT).facts


def test_an_explicit_text_tag_is_allowed(load: Load, parser: str) -> None:
    assert load(SHORT.replace("why-shut", "!!str 12")).facts[0].id == "12"


def test_short_aliases_stand_for_their_values(load: Load, parser: str) -> None:
    story = load(
        SHORT.replace("answer: ", "answer: &said ").replace("questions: ", "questions: &asked ")
        + "    correction: *said\n    asks: *asked\n"
    )
    assert story.facts[0].correction == story.facts[0].answer
    assert story.facts[0].asks == story.facts[0].questions


def test_an_id_may_have_sixty_characters() -> None:
    text = SHORT.replace("why-shut", "a" * 60)
    assert parse(text.encode(), "bridge.yaml").facts[0].id == "a" * 60


def made_of(kind: type) -> set[str]:
    """The fields that one is made of, without those that it works out."""
    return {field.name for field in dataclasses.fields(kind) if field.init}


def test_the_tables_name_the_fields_of_the_dataclasses() -> None:
    assert set(fields.FACT.fields) == made_of(Fact)
    assert set(fields.QUOTE.fields) == made_of(Quote)
    assert set(fields.TOPIC.fields) == made_of(Topic)
    own = set(fields.STORY.fields) | set(fields.FILE.fields) - {"version", "story"}
    assert own | {"digest", "drafts", "today"} == made_of(Story)


def test_a_file_ten_times_as_long_takes_about_ten_times_as_long() -> None:
    def spent(facts: int) -> float:
        lines = ["version: 1", "story: {title: The ferry}", "facts:"]
        for number in range(facts):
            lines += [
                f"  - id: fact-{number}",
                f"    answer: The answer is {number}.",
                "    questions:",
            ]
            lines += [f"      - What is the number {number} of way {way}?" for way in range(10)]
        data = "\n".join(lines).encode()
        story = parse(data, "ferry.yaml")
        assert sum(len(fact.questions) for fact in story.facts) == 10 * facts
        return effort(lambda: parse(data, "ferry.yaml"))

    assert spent(400) < 25 * spent(40)


def test_a_path_loads_as_its_bytes_do(tmp_path: Path) -> None:
    path = tmp_path / "knowledge.yaml"
    path.write_text(SHORT, encoding="utf-8")
    assert load_path(path) == parse(SHORT.encode(), "x")


def _is_a_line(text: str) -> bool:
    return bool(fold(text)) and not {"\ufeff", "\ufffe", "\uffff"} & set(text)


SIGN = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
LINE = st.text(SIGN, min_size=1).map(str).filter(_is_a_line)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.lists(LINE, min_size=1, max_size=4), LINE), min_size=1, max_size=4))
def test_as_many_facts_and_phrasings_come_out_as_went_in(
    entries: list[tuple[list[str], str]],
) -> None:
    asked = [[f"{n} {text}" for text in texts] for n, (texts, _) in enumerate(entries)]
    answers = [answer for _, answer in entries]
    facts = [
        {"id": f"fact-{n}", "questions": questions, "answer": answer}
        for n, (questions, answer) in enumerate(zip(asked, answers, strict=True))
    ]
    file = {"version": "1", "story": {"title": "Any"}, "facts": facts}
    data = yaml.safe_dump(file, default_style='"', allow_unicode=True).encode()
    story = parse(data, "any.yaml")
    assert [list(fact.questions) for fact in story.facts] == [
        [fold(text) for text in questions] for questions in asked
    ]
    assert [fact.answer for fact in story.facts] == [fold(answer) for answer in answers]


SIGNS = st.sampled_from(["\n---\n", "<<: ", *"\"'{}[]:-#&*!|>%@`\\,?~ \t\n0a\x00\x07é\u2028"])


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(FULL)), st.integers(0, 3), SIGNS), max_size=4))
def test_a_damaged_file_loads_or_says_what_is_wrong(edits: list[tuple[int, int, str]]) -> None:
    for with_libyaml in (True, False):
        text = FULL
        for place, cut, sign in edits:
            text = text[:place] + sign + text[place + cut :]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml, "__with_libyaml__", with_libyaml)
            _loads_or_complains(text.encode())


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_load_or_are_refused_in_plain_words(data: bytes) -> None:
    _loads_or_complains(data)


def _loads_or_complains(data: bytes) -> None:
    try:
        parse(data, "any.yaml")
    except StorybotError as error:
        for problem in getattr(error, "problems", ()):
            assert problem.line >= 1
            assert problem.column >= 1
            assert problem.message
            assert problem.remedy
