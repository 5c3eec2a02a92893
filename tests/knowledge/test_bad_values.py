"""Files whose values a story cannot have: each problem with its place and its remedy."""

from __future__ import annotations

import pytest

from tests.knowledge.spoilt import FILE, OTHER, Complaints, with_fact

CASES = {
    "a status with a guess": (
        with_fact("status: atributed"),
        [('10:13: "status" "atributed" is not known; did you mean "attributed"? '
         "Or write one of established, attributed, disputed, planned, unknown")],
    ),
    "a status without a guess": (
        with_fact("status: zzz"),
        [('10:13: "status" "zzz" is not known; '
         "write one of established, attributed, disputed, planned, unknown")],
    ),
    "a language by its name": (
        FILE.replace("title:", "language: english, title:"),
        [('2:19: "language" is "english", which is no code of a language; '
         "write its code of two or three letters, such as en, de or es")],
    ),
    "an unknown with evidence": (
        with_fact("status: unknown\naccording_to: the mayor\nquotes: []"),
        [
            f'{line}:5: a fact of status "unknown" has "{key}", but the story does not mention '
            f'it; delete "{key}", or write "status: established" for what the story itself reports '
            "as unknown"
            for line, key in ((11, "according_to"), (12, "quotes"))
        ],
    ),
    "an id with other signs": (
        FILE.replace("id: why", "id: Why Shut?"),
        [('4:9: "id" "Why Shut?" may hold only a-z, 0-9, dot, hyphen and underscore, '
         "and begins with a letter or digit; write why-shut")],
    ),
    "an id of nothing but other signs": (
        FILE.replace("id: why", 'id: "??"'),
        [('4:9: "id" "??" may hold only a-z, 0-9, dot, hyphen and underscore, '
         "and begins with a letter or digit; write a short name such as why-shut")],
    ),
    "an id that is too long": (
        FILE.replace("id: why", f"id: {'w' * 61}"),
        [f'4:9: "id" "{"w" * 59}…" has 61 characters; shorten it to 60'],
    ),
    "a label that is too long for a button": (
        with_fact(f"label: {'w' * 31}"),
        ['10:12: "label" has 31 characters; shorten it to 30'],
    ),
    "a double fact id": (
        FILE + OTHER.replace("when", "why"),
        ['7:9: the fact id "why" stands twice: on lines 4 and 7; give one of them another id'],
    ),
    "a double topic id": (
        FILE + "topics: [{id: a, title: A}, {id: a, title: B}]\n",
        ['7:34: the topic id "a" stands twice: on lines 7 and 7; give one of them another id'],
    ),
    "a double key": (
        FILE + "    answer: Another.\n",
        [('7:5: the key "answer" stands twice in one mapping: on lines 6 and 7; '
         "keep one of them, or begin a new list entry with -")],
    ),
    "a key that is a mapping": (
        FILE.replace("A crack.", "{{crack}: 1}"),
        [
            ('6:13: "answer" needs text, and here is a mapping; '
            "write it, such as answer: Inspectors found a crack in the east pier."),
            ("6:14: a key must be text, and here is a mapping; "
            "put text that begins with { or [ in quotes"),
        ],
    ),
    "a tag": (
        FILE.replace("A crack.", "!!python/name:os.system A crack."),
        ["6:13: the tag tag:yaml.org,2002:python/name:os.system is not read; delete it"],
    ),
    "an escape for a control character": (
        FILE.replace("A crack.", '"A \\acrack."'),
        ["6:13: the text holds the control character U+0007; delete the escape that stands for it"],
    ),
    "a topic that there is not": (
        FILE + "    topic: work\ntopics: [{id: works, title: The works}]\n",
        ['7:12: the topic "work" is not under "topics"; did you mean "works"?'],
    ),
    "a topic that is like none": (
        FILE + "    topic: zzz\ntopics: [{id: works, title: The works}, {title: No id}]\n",
        [
            '7:12: the topic "zzz" is not under "topics"; write one of works, or add it there',
            '8:41: a topic has no "id"; add id: people',
        ],
    ),
    "a fact to see that there is not": (
        with_fact("see_also: [wy, zzz, why]"),
        [
            '10:16: "see_also" names the fact "wy", which does not exist; did you mean "why"?',
            ('10:20: "see_also" names the fact "zzz", which does not exist; '
            "write the id of a fact, or delete it"),
        ],
    ),
    "a date that is not written as one": (
        with_fact("as_of: 20310403\nrevised: 3 April 2031"),
        [
            f'{place}: "{key}" "{text}" is not a date of the calendar; '
            "write year, month and day as 2031-04-03"
            for place, key, text in (
                ("10:12", "as_of", "20310403"),
                ("11:14", "revised", "3 April 2031"),
            )
        ],
    ),
    "a date that the calendar does not have": (
        FILE.replace("{title: The bridge}", "{title: The bridge, published: 2031-02-29}"),
        [('2:39: "published" "2031-02-29" is not a date of the calendar; '
         "write year, month and day as 2031-04-03")],
    ),
    "a line that is no number": (
        with_fact("quotes: [{text: a, line: 0}, {text: b, line: 12.5}, {line: 3}, c]"),
        [
            '10:30: "line" "0" is not a whole number from 1; write digits only, such as 12',
            '10:50: "line" "12.5" is not a whole number from 1; write digits only, such as 12',
            '10:57: a quote has no "text"; add text: a crack in the pier',
            '10:68: a quote needs a mapping of keys to values, and here is text; '
            'write {text: "c"}',
        ],
    ),
    "a quote with a comma, and no quote signs": (
        with_fact("quotes: [{text: in May, said the mayor}]"),
        [('10:29: unknown key "said the mayor" in a quote; '
         "put text that holds a comma in quotes; the keys are text, line")],
    ),
    "a quote with a comma that only closes": (
        with_fact('quotes: [{text: in May, said the mayor"}]'),
        [('10:29: unknown key "said the mayor\"" in a quote; '
         'put a " before the text too, for it holds a comma')],
    ),
    "a quote with a comma in curly quotes": (
        with_fact("quotes: [{text: “in May, said the mayor”}]"),
        [('10:30: unknown key "said the mayor”" in a quote; '
         'put text in straight quotes ("…"): curly ones are signs like any other')],
    ),
    "a fact that leads on to itself": (
        with_fact("see_also: [when, why]"),
        [('10:16: "see_also" of the fact "when" names the fact itself; '
         "write the id of another fact, or delete it")],
    ),
    "text that ends at a hash": (
        FILE.replace("A crack.", "They say #mendthebridge, and sing. # a comment"),
        [('6:21: YAML takes what begins with #mendthebridge, for a comment and leaves it out; '
         "put the value in quotes, or a space after the # of a comment")],
    ),
    "a question in two facts": (
        FILE + OTHER.replace("When did it shut?", "why  is it SHUT?"),
        [('8:17: the question "why is it SHUT?" stands in two facts: on lines 5 and 8; '
         "leave it with the fact that answers it")],
    ),
    "names that are no mapping": (
        FILE + "names: [Mara Quill]\n",
        [('7:8: "names" needs a mapping of names to spellings, and here is a list; '
         "write names: {Mara Quill: [Mara Quil, Marra Quill]}")],
    ),
    "a spelling that is no list, and a name that is nothing": (
        FILE + "names: {Mara Quill: Mara Quil, ~: []}\n",
        [
            ('7:21: the name "Mara Quill" needs a list, and here is text; '
            'write it as a list: ["Mara Quil"]'),
            '7:32: a name is "~", which YAML reads as nothing; write "~" in quotes for the word',
        ],
    ),
    "a spelling under two names": (
        FILE + "names:\n  Mara Quill: [Quil]\n  Tom Quill: [quil, Mara  Quill, Tom Quill]\n",
        [
            ('9:15: the spelling "quil" stands under two names: "Mara Quill" (line 8) and '
            '"Tom Quill" (line 9); leave it under one of them'),
            ('9:21: the spelling "Mara Quill" stands under two names: "Mara Quill" (line 8) and '
            '"Tom Quill" (line 9); leave it under one of them'),
        ],
    ),
    "a name that stands twice": (
        FILE + "names:\n  Mara Quill: []\n  mara  quill: []\n",
        [('9:3: the name "mara quill" stands twice: on lines 8 and 9; '
         "join their spellings under one of them")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_says_where_what_and_what_to_write(complaints: Complaints, case: str) -> None:
    text, expected = CASES[case]
    assert complaints(text) == expected


def test_the_files_that_the_cases_spoil_are_good(complaints: Complaints) -> None:
    assert complaints(FILE) == []
    assert complaints(with_fact("status: unknown")) == []


def test_every_problem_is_reported_at_once_in_the_order_of_the_file(complaints: Complaints) -> None:
    found = complaints(
        "version: 2\nstory: {titel: The bridge}\nfacts:\n"
        "  - {id: a, questions: [Why?], answer: x, see_also: [b]}\n"
        "  - {id: a, questions: why?, answer: }\n"
    )
    assert [line.split(": ")[0] for line in found] == [
        "1:10",
        "2:9",
        "4:54",
        "5:10",
        "5:24",
        "5:38",
    ]


def test_a_problem_that_an_alias_repeats_stands_once(complaints: Complaints) -> None:
    text = FILE + OTHER + "    asks: &bad [~]\n    never: *bad\n"
    assert len(complaints(text)) == 2  # the two keys differ in name, the place is one
    text = FILE.replace("  - id", "  - &fact\n    id") + "  - *fact\n  - *fact\n"
    assert complaints(text) == [
        '5:9: the fact id "why" stands twice: on lines 5 and 5; give one of them another id'
    ]
