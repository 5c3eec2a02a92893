"""Files that cannot be read at all, or not to their end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.errors import KnowledgeError, UnusableInputError
from bot.knowledge.decoding import MAX_CONTROLS
from bot.knowledge.loader import load as load_path
from bot.knowledge.loader import parse, parse_sound
from bot.knowledge.problems import Problems
from bot.knowledge.syntax import PLAIN, explain
from tests.effort import effort

Complaints = Callable[[str | bytes], list[str]]

GOOD = b"version: 1\nstory: {title: A}\nfacts: [{id: a, questions: [B?], answer: C}]\n"


def refusal(path: Path) -> str:
    with pytest.raises(UnusableInputError) as caught:
        load_path(path)
    assert not isinstance(caught.value, KnowledgeError)
    return str(caught.value)


def test_a_missing_file_a_folder_and_an_impossible_path_are_unusable(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "none.yaml")
    assert "it is a folder" in refusal(tmp_path)
    assert "null byte" in refusal(tmp_path / "a\0b")
    (tmp_path / "file").touch()
    assert "Not a directory" in refusal(tmp_path / "file" / "knowledge.yaml")


def test_a_file_that_may_not_be_read_is_unusable(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "you may not read it" in refusal(Path("knowledge.yaml"))


def test_a_file_that_fills_the_memory_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "knowledge.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # all of it a hole
    assert "larger than 5 MB" in refusal(path)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff"])
def test_an_empty_file_says_how_to_begin(complaints: Complaints, parser: str, text: str) -> None:
    assert complaints(text) == [
        "1:1: the file is empty; begin with version: 1, story: {title: …} and facts:"
    ]


def test_several_documents_are_refused(complaints: Complaints, parser: str) -> None:
    assert complaints(GOOD + b"---\na: b\n") == [
        (
            "4:1: a second document begins here; a knowledge file is one document: "
            'delete the line "---"'
        )
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_utf_16_and_utf_32_are_named(complaints: Complaints, encoding: str) -> None:
    name = encoding[:6].upper()
    assert complaints(GOOD.decode().encode(encoding)) == [
        f"1:1: the file is {name}, not UTF-8; save it again as UTF-8"
    ]


def test_what_is_not_utf_8_is_named_with_its_byte(complaints: Complaints) -> None:
    assert complaints(b"version: 1\nstory: {title: \xc3\xa9t\xe9}\n") == [
        (
            "2:18: byte 30 of the file (0xE9) is not UTF-8; "
            "save the file again as UTF-8 (it may be Latin-1 or Windows-1252)"
        )
    ]


def test_control_characters_are_named_with_their_places(complaints: Complaints) -> None:
    assert complaints(b"version: 1\nstory:\x00 {title: \xc3\xa9\x07}\n") == [
        "2:7: the control character U+0000 cannot stand in YAML; delete it",
        "2:18: the control character U+0007 cannot stand in YAML; delete it",
    ]
    assert len(complaints(b"aa" + b"\x07" * 100)) == MAX_CONTROLS


SYNTAX = {
    'a: "x\nb: c\n': ("1:4", "a quote is opened and never closed"),
    "a: 'x\n---\n": ("1:4", "a quote is opened and never closed"),
    "a: b: c": ("1:5", 'a ": " stands where no key can stand'),
    "a:\n\t- b": ("2:1", "a value cannot begin with a tab, @, ` or %"),
    "a: @x": ("1:4", "a value cannot begin with a tab, @, ` or %"),
    "a: [x": (None, 'a list that begins with "[" does not go on'),
    "a: {x": (None, 'a mapping that begins with "{" does not go on'),
    "- a\n-b\nc: d": ("2:1", 'this line is neither a "key: value" nor part of a value'),
    "a: - b": ("1:4", 'a "-" stands where no list can begin'),
    'a: "\\q"': (None, "a \\ in double quotes is followed by what it cannot stand for"),
    "a:\n  b: 1\n- c": ("3:1", "this line does not fit"),
    "a: *b* c": (None, "a value cannot begin with * or &"),
    "{a: b}}": ("1:7", "YAML cannot go on here: "),
}


@pytest.mark.parametrize("text", SYNTAX)
def test_broken_syntax_is_one_problem_in_plain_words(
    complaints: Complaints, parser: str, text: str
) -> None:
    place, message = SYNTAX[text]
    (found,) = complaints(text)
    assert message in found
    if place is not None:
        assert found.startswith(f"{place}: ")


def test_a_list_that_another_thing_interrupts_is_told_with_its_beginning(
    complaints: Complaints,
) -> None:
    assert complaints("# a comment\n- a\nb: c") == [
        (
            "3:1: the list stops here and something else follows (it began on line 2); "
            'indent the line like the list, or begin it with "- "'
        )
    ]


INDENTED = {
    "a:\n  b: 1\n c: 2": ("3:2", "by 1 space, and line 2, which is like it, by 2", "2 spaces"),
    "- a: 1\n  b: 2\n   c: 3": (
        "3:4",
        "by 3 spaces, and line 2, which is like it, by 2",
        "2 spaces",
    ),
    "- a: 1\n  b: 2\n  c: 3\n- a: 1\n c: 4": (
        "5:2",
        "by 1 space, and line 3, which is like it, by 2",
        "2 spaces",
    ),
    "a:\n  - b: 1\n  - {c: 2}\n- b: 3": (
        "4:1",
        "by no space, and line 2, which is like it, by 2",
        "2 spaces",
    ),
    "a:\n    - b\n    - c\n  - d": (
        "4:3",
        "by 2 spaces, and line 3, which is like it, by 4",
        "4 spaces",
    ),
}


@pytest.mark.parametrize("text", INDENTED)
def test_a_line_that_is_indented_unlike_its_like_is_told_how_far(
    complaints: Complaints, parser: str, text: str
) -> None:
    place, message, remedy = INDENTED[text]
    assert complaints(text) == [f"{place}: this line is indented {message}; indent it by {remedy}"]


@pytest.mark.parametrize("line", ["b", "- b"])
def test_a_line_like_no_other_is_told_what_it_interrupts(
    complaints: Complaints, parser: str, line: str
) -> None:
    (found,) = complaints(f"a:\n  c: d\n{line}\n e: f")
    assert "is indented by" not in found


QUOTED = {
    'a: "x\nb: "c"\n': "1:4: the quote that is opened here ends only on line 2",
    "a: 'it's'\nb: c\n": "1:8: more text follows after the quote that ends here",
    "a: 'x'y": "1:7: more text follows after the quote that ends here",
    '- "a" is b\n': "1:6: more text follows after the quote that ends here",
}


@pytest.mark.parametrize("text", QUOTED)
def test_a_quote_that_ends_too_late_or_too_early_is_named_where_it_stands(
    complaints: Complaints, parser: str, text: str
) -> None:
    (found,) = complaints(text)
    assert found.startswith(QUOTED[text])


def test_a_quote_that_ended_well_on_a_line_before_is_not_blamed(
    complaints: Complaints, parser: str
) -> None:
    (found,) = complaints('a: "x"\n- c\n')
    assert found.startswith("2:1: this line does not fit ")


@pytest.mark.parametrize("text", ["a: b\n \u00a0 c: d\n", "a:\n \u200bb: c\n  d: e\n"])
def test_a_space_that_is_none_to_yaml_is_named(
    complaints: Complaints, parser: str, text: str
) -> None:
    (found,) = complaints(text)
    assert "which only looks like a space; indent with ordinary spaces" in found


@pytest.mark.parametrize("text", ["a: “b: c”", "- a: „b: c“", "x: 1\nlong-key:  «b: c»"])
def test_a_curly_quote_that_yaml_takes_for_a_letter_is_named(
    complaints: Complaints, parser: str, text: str
) -> None:
    (found,) = complaints(text)
    assert "which is no quote to YAML; put it in straight quotes" in found


def test_half_a_character_is_named(complaints: Complaints) -> None:
    (found,) = complaints('a: "tram \\ud83d\\ude8b"')
    assert "half a character, as JSON writes signs such as emoji" in found


def test_a_hash_within_quotes_or_words_is_text(complaints: Complaints) -> None:
    assert complaints(GOOD.replace(b"C}", b'"C #1", note: D#2}')) == []


def test_a_tab_that_indents_is_named(complaints: Complaints) -> None:
    (found,) = complaints("a: \tb\n\tc: d")
    assert found == "2:1: a tab stands where spaces indent (it began on line 1); indent with spaces"


def test_an_escape_beyond_unicode_is_a_problem_in_both_parsers(
    complaints: Complaints, parser: str
) -> None:
    assert len(complaints('a: "\\UFFFFFFFF"')) == 1
    assert len(complaints('a: "\\uD800"')) >= 1


def test_an_error_without_a_place_is_told_at_the_beginning() -> None:
    problems = Problems("bridge.yaml")
    explain(OverflowError("too large"), "", problems)
    assert "1:1: YAML cannot read the file: too large" in str(problems.error())


def test_no_plain_words_are_empty() -> None:
    assert all(it.sign and it.message and it.remedy for it in PLAIN)


def test_an_anchor_bomb_is_refused_before_it_expands(complaints: Complaints, parser: str) -> None:
    bomb = 'a0: &a0 ["lol", "lol", "lol", "lol", "lol", "lol", "lol", "lol", "lol"]\n'
    for n in range(1, 20):
        bomb += f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n"
    (found,) = [line for line in complaints(bomb) if "aliases" in line]
    assert "aliases add more than 50,000 characters to the file; write the values out" in found


def test_aliases_of_one_long_text_are_bounded_too(complaints: Complaints) -> None:
    text = f"a: &a {'x' * 30_000}\nb: [*a, *a]\n"
    assert complaints(text) == [
        "2:9: aliases add more than 50,000 characters to the file; write the values out"
    ]


def test_an_alias_without_an_anchor_or_within_its_own_is_refused(
    complaints: Complaints, parser: str
) -> None:
    assert complaints("a: *b") == [
        (
            "1:4: the alias *b has no anchor; "
            "write the value out, or put text that begins with * in quotes"
        )
    ]
    assert complaints("a: &a [*a]") == [
        (
            "1:8: the alias *a stands within its own anchor; "
            "write the value out, or put text that begins with * in quotes"
        )
    ]


def test_deep_nesting_is_refused_at_once(complaints: Complaints, parser: str) -> None:
    def refuse() -> None:
        assert complaints("[" * 100_000) == [
            "1:17: values are nested more than 16 deep; "
            "close the brackets, or put the text in quotes"
        ]

    assert effort(refuse, tries=1) < 5000  # measured 400


def test_more_values_than_any_story_has_are_refused(complaints: Complaints) -> None:
    (found,) = complaints("a: [" + "b," * 200_000 + "]")
    assert "more than 200,000 values; split the story" in found


def test_bytes_over_the_limit_are_refused_wherever_they_come_from() -> None:
    with pytest.raises(UnusableInputError, match="larger than 5 MB"):
        parse(b"#" * 5_000_001, "bridge.yaml")


def test_the_errors_text_is_its_problems_a_line_each() -> None:
    with pytest.raises(KnowledgeError) as caught:
        parse(b"facts: []", "bridge.yaml")
    assert len(caught.value.problems) == 3
    assert [it.describe("bridge.yaml") for it in caught.value.problems] == str(caught.value).split(
        "\n"
    )


def test_of_a_file_with_problems_the_sound_facts_are_had() -> None:
    facts = b"[{id: a, questions: [B?], answer: C}, {id: D}, {id: e, questions: [F?], answer: G}]"
    data = b"version: 1\nstory: {title: A, language: es}\nnames: {B: []}\nfacts: " + facts
    story = parse_sound(data, "bridge.yaml")
    assert story is not None
    assert ([fact.id for fact in story.facts], story.language) == (["a", "e"], "es")
    story = parse_sound(data.replace(b"title: A", b"titel: A"), "bridge.yaml")
    assert story is not None
    assert ([fact.id for fact in story.facts], story.language) == (["a", "e"], "en")


@pytest.mark.parametrize("data", [b"a: @x", b"- a", b"version: 1\nfacts: a", b"facts: [a]"])
def test_of_other_files_there_are_none(data: bytes) -> None:
    assert parse_sound(data, "bridge.yaml") is None


def test_drafts_are_not_among_the_sound_facts() -> None:
    data = (
        b"version: 1\nstory: {titel: A}\nfacts:\n  - {id: stub, draft: true}\n"
        b"  - {id: a, questions: [Why?], answer: So.}\n"
    )
    story = parse_sound(data, "bridge.yaml")
    assert story is not None
    assert [fact.id for fact in story.facts] == ["a"]
