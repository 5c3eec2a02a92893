"""Files whose keys and kinds a story cannot have: each problem with its place and its remedy."""

from __future__ import annotations

import pytest

from bot.knowledge.problems import GUESSES
from tests.knowledge.spoilt import FACT, FILE, HEAD, Complaints, with_fact

CASES = {
    "no version": (
        "story: {title: The bridge}\nfacts:\n" + FACT,
        ['1:1: the file has no "version"; add version: 1'],
    ),
    "another version": (
        FILE.replace("version: 1", "version: 1.0"),
        ['1:10: "version" "1.0" is not known here; write version: 1'],
    ),
    "no story": (
        "version: 1\nfacts:\n" + FACT,
        ['1:1: the file has no "story"; add story: {title: The bridge on Elm Street}'],
    ),
    "no title": (
        FILE.replace("{title: The bridge}", "{publisher: The Courier}"),
        ['2:8: the story has no "title"; add title: The bridge on Elm Street'],
    ),
    "no facts": (
        HEAD,
        [('1:1: the file has no "facts"; add facts: and below it, for each fact, a list entry '
         "that begins with - id:")],
    ),
    "an empty list of facts": (
        HEAD + "facts: []\n",
        [('3:8: "facts" has no entries; write it, such as facts: and below it, '
         "for each fact, a list entry that begins with - id:")],
    ),
    "facts as a mapping": (
        HEAD + "facts: {why: A crack.}\n",
        [('3:8: "facts" needs a list, and here is a mapping; write it, such as facts: and '
         "below it, for each fact, a list entry that begins with - id:")],
    ),
    "a fact that is text": (
        HEAD + "facts: [A crack.]\n",
        [("3:9: a fact needs a mapping of keys to values, and here is text; "
         "write id: …, questions: …, answer: …")],
    ),
    "a fact without anything": (
        HEAD + "facts: [{topic: works}]\n",
        [
            '3:9: a fact has no "id"; add id: why-shut',
            ('3:9: a fact has no "questions"; add questions: ["Why is the bridge shut?", '
            '"What closed the bridge?"]'),
            '3:9: a fact has no "answer"; add answer: Inspectors found a crack in the east pier.',
        ],
    ),
    "the fact that lacks a key is named": (
        FILE.replace("    answer: A crack.\n", ""),
        [('4:5: the fact "why" has no "answer"; '
         "add answer: Inspectors found a crack in the east pier.")],
    ),
    "text where a list is wanted": (
        FILE.replace("[Why is it shut?]", 'Why "so", \\ now?'),
        [('5:16: "questions" needs a list, and here is text; '
         'write it as a list: ["Why \\"so\\", \\\\ now?"]')],
    ),
    "nothing where a list is wanted": (
        FILE.replace(" [Why is it shut?]", ""),
        [('5:15: "questions" needs a list, and here is nothing; '
         'write it, such as questions: ["Why is the bridge shut?", "What closed the bridge?"]')],
    ),
    "no questions": (
        FILE.replace("[Why is it shut?]", "[]"),
        [('5:16: "questions" has no entries; '
         'write it, such as questions: ["Why is the bridge shut?", "What closed the bridge?"]')],
    ),
    "a list where text is wanted": (
        FILE.replace("A crack.", "[A crack.]"),
        [('6:13: "answer" needs text, and here is a list; '
         "write it, such as answer: Inspectors found a crack in the east pier.")],
    ),
    "a colon that makes text a mapping": (
        FILE.replace("[Why is it shut?]", "\n      - The man: who is he?"),
        [('6:9: an entry of "questions" needs text, and here is a mapping; '
         'put it in quotes: "The man: who is he?"')],
    ),
    "an empty answer": (
        FILE.replace(" A crack.", ""),
        [('6:12: "answer" is empty; '
         "write it, such as answer: Inspectors found a crack in the east pier.")],
    ),
    "a blank answer": (
        FILE.replace("A crack.", '" "'),
        [('6:13: "answer" is empty; '
         "write it, such as answer: Inspectors found a crack in the east pier.")],
    ),
    "null": (
        FILE.replace("A crack.", "null"),
        [('6:13: "answer" is "null", which YAML reads as nothing; '
         'write "null" in quotes for the word')],
    ),
    "an entry left empty": (
        FILE.replace("[Why is it shut?]", "\n      - Why is it shut?\n      -"),
        ['7:8: an entry of "questions" is empty; write it, or delete the entry'],
    ),
    "an optional key left empty": (
        with_fact("according_to:"),
        ['10:18: "according_to" is empty; write it, such as according_to: the mayor, or delete it'],
    ),
    "an unknown key with a guess, and no complaint that the key meant is missing": (
        FILE.replace("questions", "Question"),
        ['5:5: unknown key "Question" in the fact "why"; did you mean "questions"?'],
    ),
    "an unknown key without a guess": (
        FILE + "zzz: 1\n",
        [('7:1: unknown key "zzz" in the file; '
         "delete it; the keys are version, story, topics, names, facts, chat")],
    ),
    "a comma that ends the text of a quote": (
        with_fact("quotes: [{text: it cost, by all means, line: 3}]"),
        [('10:30: unknown key "by all means" in a quote; '
         "put text that holds a comma in quotes; the keys are text, line")],
    ),
    "a merge key": (
        "base: &base {id: x}\n" + FILE + "  - <<: *base\n    questions: [What?]\n    answer: x\n",
        [
            ('1:1: unknown key "base" in the file; '
            "delete it; the keys are version, story, topics, names, facts, chat"),
            '8:5: unknown key "<<" in a fact; write the keys out; merge keys are not read',
            '8:5: a fact has no "id"; add id: why-shut',
        ],
    ),
    "a key of small talk that there is not": (
        FILE + "chat: {greetings: Hi!, joke: Ha!}\n",
        [
            '7:8: unknown key "greetings" in the chat; did you mean "greeting"?',
            ('7:24: unknown key "joke" in the chat; '
            "delete it; the keys are greeting, thanks, praise, insult, bye, help, about, "
            "summary, points, publisher, published, source, authors, editor, checked, "
            "corrections, coverage, origin, model, honesty, privacy, report, languages, "
            "unsupported, distress"),
        ],
    ),
    "small talk that is no mapping": (
        FILE + "chat: Hi!\n",
        ["7:7: the chat needs a mapping of keys to values, and here is text; write greeting: …"],
    ),
    "a top level that is a list": (
        "- version: 1\n",
        [("1:1: the file needs a mapping of keys to values, and here is a list; "
         "write version: …, story: …, facts: …")],
    ),
    "a top level that is nothing": (
        "---\n",
        [("2:1: the file needs a mapping of keys to values, and here is nothing; "
         "write version: …, story: …, facts: …")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_says_where_what_and_what_to_write(complaints: Complaints, case: str) -> None:
    text, expected = CASES[case]
    assert complaints(text) == expected


def test_guesses_end_where_a_file_has_too_many_problems(complaints: Complaints) -> None:
    found = complaints("".join(f"factz{n}: 1\n" for n in range(GUESSES * 2)))
    assert sum("did you mean" in line for line in found) <= GUESSES + 1
    assert len(found) > GUESSES * 2
