"""What other tools export becomes facts; what cannot is refused, or told with its place."""

from __future__ import annotations

import pytest

from bot.core.errors import KnowledgeError, UnusableInputError
from bot.core.model import Quote, Status, Story
from bot.desk.article import Header
from bot.desk.importing import SourceFile, imported
from bot.desk.markdown_faq import read_markdown, reduced
from bot.desk.rasa import read_rasa
from bot.desk.tables import read_table
from bot.knowledge.loader import parse
from bot.knowledge.review import review
from bot.matching.shipped import language

QNA = r"""
Question	Answer	Source	Metadata	SuggestedQuestions	IsContextOnly	Prompts	QnaId
What does a crossing cost?	A crossing costs **4 crowns**.\n\n* children: [half](https://halm.example/fares)\n* "dogs": free	https://halm.example/faq	category:fares	[]	false	[{"displayOrder":1,"qnaId":9,"displayText":"Payment"},{"displayOrder":0,"qnaId":7,"displayText":"Gone"}]	3
price of a crossing	A crossing costs **4 crowns**.\n\n* children: [half](https://halm.example/fares)\n* "dogs": free	https://halm.example/faq	category:fares	["fare?"]	false	[{"displayOrder":1,"qnaId":9,"displayText":"Payment"},{"displayOrder":0,"qnaId":7,"displayText":"Gone"}]	3
How can I pay?	"By card," says the crew. ![card](card.png)	Editorial		[]	true	[]	9
"""  # noqa: E501

NLU = """\
version: "3.1"
nlu:
- intent: faq/ask_cost
  examples: |
    - What does a trip to [Halm](city) cost?
    - fare to [the isle]{"entity": "city", "value": "Halm"}
    - fare to [the isle]{"entity": "city", "value": "Halm"}
- intent: ask_dogs
  examples:
  - text: |
      May I bring a dog?
  - text: 'are [dogs][{"entity": "pet"}] allowed'
- intent: greet
  examples: |
    - hello
- synonym: Halm
  examples: |
    - the isle
"""

DOMAIN = """\
responses:
  utter_faq/ask_cost:
  - text: It costs {price} crowns.
  - text: |
      It costs **4 crowns**.
      Children pay half.
    buttons: [{title: Pay, payload: /pay}]
  - text: 4 crowns.
  utter_ask_dogs: [{text: Dogs travel free.}]
  utter_bye: [{text: Bye!}]
"""

FAQ = """\
---
title: The ferry of Halm
---
# The ferry

Welcome.

## Fares {#fares}

All prices in crowns.

### What does it cost?

It costs **4 crowns** ([list](https://halm.example/fares)).

- children: half
- dogs: free

#### Groups

Ten people pay 30 crowns.

### How can I pay? ###

<!-- ask Mara -->
By card. ![card](card.png)<br>Not in cash &amp; coins.

```
# no heading
```

Can I cancel?
-------------

Yes, until noon.
"""


def made(*readings: SourceFile) -> tuple[Story, list[str]]:
    text, story, notes = imported(readings, Header(), "my faq", language("en"))
    assert parse(text.encode(), "made.yaml") == story
    assert not any(it.severity == "problem" for it in review(story.without_drafts()))
    return story, notes


def sheet(text: str, **options: bool) -> tuple[Story, list[str]]:
    return made(read_table(text, "faq.csv", **options))


def refused(text: str) -> str:
    with pytest.raises((KnowledgeError, UnusableInputError)) as caught:
        sheet(text)
    return str(caught.value)


def test_a_plain_sheet_of_questions_and_answers() -> None:
    story, notes = sheet('\nQuestion,Answer\nWho steers?,Mara Quill steers.\nWhy?,"So,\r\nyes"\n')
    assert [(it.id, it.questions, it.answer) for it in story.facts] == [
        ("steers", ("Who steers?",), "Mara Quill steers."),
        ("fact", ("Why?",), "So,\nyes"),
    ]
    assert (story.title, story.url, notes) == ("my faq", None, [])


def test_columns_are_known_by_many_names_and_signs_between() -> None:
    text = (
        "sep=;\nNr;FRAGE;Alternate Phrasings;Antwort;Kategorie;Quote;Source;As of;Status\n"
        "1;What does it cost?;the price|fare;4 crowns;Fares & more;it costs 4;"
        "https://halm.example/faq;2031-04-02;Planned\n"
        ";;;;;;;;\n"
        "2;And for dogs?;;Nothing.;;;https://halm.example/faq;;\n"
    )
    story, notes = sheet(text)
    cost, dogs = story.facts
    assert cost.questions == ("What does it cost?", "the price", "fare")
    assert (cost.as_of, cost.status, cost.quotes) == (
        "2031-04-02",
        Status.PLANNED,
        (Quote("it costs 4"),),
    )
    assert [(it.id, it.title) for it in story.topics] == [("fares-more", "Fares & more")]
    assert (cost.topic, dogs.topic) == ("fares-more", None)
    assert story.url == "https://halm.example/faq"
    assert notes == [
        'faq.csv:2: the unknown column "Nr": 2 cells, first "1"',
        "faq.csv:5: no topic below a row that has one (write it there if cells were merged): 5",
    ]


def test_rows_with_one_answer_are_one_fact_and_ids_stay() -> None:
    story, _ = sheet(
        "id,question,answer\ncost,What does it cost?,4 crowns\ncost,the price,4 crowns\n"
        "Ask Dogs!,May dogs come?,Yes.\n"
    )
    assert [(it.id, it.questions) for it in story.facts] == [
        ("cost", ("What does it cost?", "the price")),
        ("ask-dogs", ("May dogs come?",)),
    ]


def test_what_cannot_be_taken_is_told_with_its_place() -> None:
    story, notes = sheet(
        "question,answer,see_also\nWhy?,,\nWho?,Mara.,\n,Nothing asks this.,\nwho?,Somebody.,\n"
        "Where?,Here.,gone\n"
    )
    assert [it.questions for it in story.facts] == [("Who?",), ("Where?",)]
    assert notes == [
        "faq.csv:2: no answer; write one (in a sheet with merged cells, in each row)",
        "faq.csv:4: an answer without a question of its own",
        'faq.csv:5: the question "who?" stands at faq.csv:3 already',
        "faq.csv:5: an answer without a question of its own",
        'faq.csv:6: a reference to "gone", which is no other fact',
    ]


def test_sources_that_differ_are_told_for_a_file_has_one() -> None:
    story, notes = sheet("question,answer,source\nA?,B.,https://a.example\nC?,D.,a book\n")
    assert story.url is None
    assert notes == ['sources, of which a file has one, its url: "a book", "https://a.example"']


def test_what_check_would_refuse_is_a_draft() -> None:
    story, notes = sheet(
        f"question,alternatives,answer,status\n{'why ' * 30},,Because.,\n"
        f"{'who ' * 30},Who?,Mara.,\nWhat?,,Much.,attributed\n"
    )
    why, who, what = story.facts
    assert (why.draft, who.draft, what.draft) == (True, False, True)
    assert who.title == "Who?"
    assert len(notes) == 2
    assert "the first question has 119 characters" in notes[0]
    assert 'add "according_to"' in notes[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "faq.csv:1:1: the file is empty"),
        ("Name,Text\na,b\n", 'no column is called "answer"; here are "Name, Text"'),
        ("question,answer,reply\na,b,c\n", '"answer" and "reply" are both read as "answer"'),
        ("question,answer,topic,Topic\na,b,c,d\n", "rename or delete one of them"),
        ("question,answer\nWhy?,so, and so\n", "faq.csv:2:1: the row has 3 cells"),
        ('question,answer\n"Why?,so\n', "faq.csv:2:1: the row that begins here cannot be read"),
        ("id,question,answer\na,B?,c\na,D?,e\n", 'faq.csv:3:1: the id "a" stands on line 2 too'),
        ("question,answer,as_of\na,b,May\n", '"as_of" "May" is not a date of the calendar'),
        ("question,answer,status\na,b,done\n", 'faq.csv:2:1: "status" "done" is not known'),
        ('question,answer,quote,quote_lines\na,b,c,"1\n2"\n', "1 quotes, and 2 lines"),
        ("question,answer,status,quote\na,b,unknown,c\n", 'status "unknown" has "quotes"'),
        ("question,answer\na,\n", "no question has an answer.\nfaq.csv:2: no answer"),
    ],
)
def test_a_sheet_that_is_wrong_is_refused_with_place_and_remedy(text: str, told: str) -> None:
    assert told in refused(text)


def test_qna_maker_and_azure() -> None:
    for rows in (QNA, QNA.replace("QnaId\n", "QnaId\tSourceDisplayName\n")):
        story, notes = sheet(rows)
        cost, pay = story.facts
        assert cost.questions == ("What does a crossing cost?", "price of a crossing")
        assert cost.answer == (
            'A crossing costs 4 crowns.\nchildren: half (https://halm.example/fares)\n"dogs": free'
        )
        assert cost.see_also == (pay.id,)
        assert (cost.draft, pay.draft) == (False, True)
        assert pay.answer == '"By card," says the crew.'
        assert notes == [
            'faq.csv:2: the unknown column "Metadata": 2 cells, first "category:fares"',
            'faq.csv:2: the unknown column "SuggestedQuestions": 1 cell, first "[\\"fare?\\"]"',
            "faq.csv:5: pictures in the answer: 1",
            "faq.csv:5: it answers only as a follow-up, and so is a draft",
            'faq.csv:3: a reference to "7", which is no other fact',
            'sources, of which a file has one, its url: "https://halm.example/faq"',
        ]


def test_qna_maker_without_ids_and_as_a_spreadsheet_saves_it() -> None:
    text = 'Question\tAnswer\tSource\n"Why ""now""?"\tSo\\nit *is*.\tEditorial\n'
    story, notes = sheet(text, is_qna=True)
    assert story.facts[0].questions == ('Why "now"?',)
    assert (story.facts[0].answer, notes) == ("So\nit is.", [])


def test_rasa() -> None:
    files = [("nlu.yml", NLU.encode()), ("domain.yml", DOMAIN.encode()), ("empty.yml", b"\n")]
    story, notes = made(*read_rasa(files))
    assert [(it.id, it.questions, it.answer) for it in story.facts] == [
        (
            "faq-ask_cost",
            ("What does a trip to Halm cost?", "fare to the isle"),
            "It costs 4 crowns.\nChildren pay half.",
        ),
        ("ask_dogs", ("May I bring a dog?", "are dogs allowed"), "Dogs travel free."),
    ]
    assert notes == [
        "nlu.yml:3: examples that stand twice, or do not begin with -: 1",
        "nlu.yml:16: training data that is no intent",
        "nlu.yml:13: an intent without a text to tell in utter_greet",
        "domain.yml:3: of utter_faq/ask_cost: buttons: 1, other wordings: 1, "
        "wordings with a slot: 1",
        "domain.yml:10: utter_bye, for which there is no intent",
    ]


def test_an_intent_in_two_files_is_one_fact() -> None:
    other = b"nlu:\n- intent: ask_dogs\n  examples: |\n    - can my dog come\n    no dash\n"
    files = [("nlu.yml", NLU.encode()), ("more.yml", other), ("domain.yml", DOMAIN.encode())]
    story, notes = made(*read_rasa(files))
    assert story.facts[1].questions[-1] == "can my dog come"
    assert "more.yml:2: examples that stand twice, or do not begin with -: 1" in notes


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("nlu: {a: b", "begins with"),
        (
            "nlu:\n- &a [x]\n"
            + "".join(
                f"- &{b} [{'*' + a + ',' * 1} *{a}]\n"
                for a, b in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)
            ),
            "aliases add more",
        ),
        ("nlu: !!python/name:os.system x", "is not read"),
        ("nlu: [[]]\nnlu: []", "stands twice"),
    ],
)
def test_a_rasa_file_that_is_wrong_or_hostile_is_refused(yaml: str, told: str) -> None:
    with pytest.raises(KnowledgeError, match=told):
        read_rasa([("nlu.yml", yaml.encode())])


@pytest.mark.parametrize("yaml", ["[]", "a", "nlu: {}\nresponses: []", "nlu: [a, {}, {intent: x}]"])
def test_a_rasa_file_of_other_shapes_gives_nothing(yaml: str) -> None:
    with pytest.raises(UnusableInputError, match="no question has an answer"):
        made(*read_rasa([("nlu.yml", yaml.encode())]))


def test_markdown() -> None:
    reading = read_markdown(FAQ, "faq.md")
    assert reading.title == "The ferry of Halm"
    story, notes = made(reading)
    assert [(it.questions[0], it.topic) for it in story.facts] == [
        ("What does it cost?", "fares"),
        ("How can I pay?", "fares"),
        ("Can I cancel?", None),
    ]
    assert story.topics[0].title == "Fares"
    cost, pay, cancel = story.facts
    assert cost.answer == (
        "It costs 4 crowns (list (https://halm.example/fares)).\nchildren: half\ndogs: free\n"
        "Groups\nTen people pay 30 crowns."
    )
    assert pay.answer == "By card.\nNot in cash & coins.\n# no heading"
    assert cancel.answer == "Yes, until noon."
    assert notes == [
        "faq.md:4: text below the title",
        "faq.md:8: text below the topic “Fares”",
        "faq.md:23: pictures in the answer: 1",
    ]


def test_markdown_with_a_question_a_file_and_other_shapes() -> None:
    page = read_markdown("---\ntitle: Why so late?\n---\nNobody knew.\n", "why.md")
    plain = read_markdown("About.\n\n## Fares\n\nIt costs 4 crowns.\n", "plain.md")
    story, notes = made(page, plain, read_markdown("just text", "text.md"))
    assert [it.questions for it in story.facts] == [("Why so late?",), ("Fares",)]
    assert notes == [
        "plain.md:1: text above the first heading",
        "text.md:1: text above the first heading",
    ]
    with pytest.raises(UnusableInputError, match="rasa data convert nlu"):
        read_markdown("## intent:faq/ask_cost\n- the price\n", "nlu.md")


def test_hostile_text_stays_text() -> None:
    evil = "</script><script>alert(1)</script>"
    story, _ = sheet(
        f'question,answer\n"{evil}?","{evil} \u202eevil\u202c"\nBig?,{"x" * 1_000_000}\n'
    )
    assert story.facts[0].questions == (f"{evil}?",)
    assert story.facts[0].answer == f"{evil} \u202eevil\u202c"
    assert len(story.facts[1].answer) == 1_000_000
    text, _, _ = imported([read_table("q,a\n\u202eA?,b\n", "f")], Header(), "f", language("en"))
    assert "\u202e" not in text
    assert reduced("<script>alert(1)</script>&lt;b&gt;") == ("alert(1)<b>", 0)
