"""The shape of a knowledge file as tables: its keys, their kinds, and an example of each.

`shape` reads files by these tables and `schema` turns them into a JSON Schema. The keys of a
table are the names of the dataclass's fields in `bot.core.model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

VERSION = "1"
ID_PATTERN = "[a-z0-9][a-z0-9._-]*"
MAX_ID = 60  # characters; with its prefix an id must fit Discord's custom_id of 100
MAX_LABEL = 30  # characters; about what a button holds on a phone
DATE_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
NUMBER_PATTERN = "[1-9][0-9]{0,8}"


class Kind(Enum):
    """How the value of a key is read."""

    VERSION = auto()
    LINE = auto()  # text on one line
    LABEL = auto()  # text on one line, short enough for a button
    TEXT = auto()  # text that keeps its lines
    ID = auto()
    DATE = auto()
    STATUS = auto()
    NUMBER = auto()
    LINES = auto()  # a list of LINE
    RECORD = auto()  # a mapping of known keys
    RECORDS = auto()  # a list of them
    NAMES = auto()  # a mapping of any keys to LINES


@dataclass(frozen=True, slots=True)
class Field:
    """One key: its kind, what it is for, and what to write. `shape` is for RECORD and RECORDS."""

    kind: Kind
    help: str
    example: str
    required: bool = False
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping's keys, and what such a mapping is called."""

    noun: str
    fields: dict[str, Field]


STORY = Shape(
    "story",
    {
        "title": Field(
            Kind.LINE, "The story's headline.", "title: The bridge on Elm Street", required=True
        ),
        "publisher": Field(Kind.LINE, "Who published it.", "publisher: The Elm Courier"),
        "url": Field(Kind.LINE, "Where it can be read.", "url: https://example.org/bridge"),
        "published": Field(Kind.DATE, "The day it was published.", "published: 2031-04-03"),
        "language": Field(Kind.LINE, "Its language, as a code.", "language: en"),
        "summary": Field(Kind.TEXT, "What it tells, in a few sentences.", "summary: A crack …"),
        "quoted_from": Field(
            Kind.LINE,
            "The copy that quotes are from, if it is not the original.",
            "quoted_from: a machine translation of the article",
        ),
        "authors": Field(Kind.LINE, "Who wrote it.", "authors: Ada Brook and Tom Reyes"),
        "editor": Field(Kind.LINE, "Who keeps this file.", "editor: The Elm Courier's desk"),
        "contact": Field(
            Kind.LINE, "Where to reach the editor.", "contact: desk@elm-courier.example"
        ),
        "checked": Field(
            Kind.DATE,
            "The day on which the facts were last compared with the source.",
            "checked: 2031-04-10",
        ),
    },
)

TOPIC = Shape(
    "topic",
    {
        "id": Field(Kind.ID, "What facts name it by.", "id: people", required=True),
        "title": Field(Kind.LINE, "What readers see.", "title: The people", required=True),
    },
)

QUOTE = Shape(
    "quote",
    {
        "text": Field(
            Kind.LINE, "The source's own words, short.", "text: a crack in the pier", required=True
        ),
        "line": Field(Kind.NUMBER, "The line of the source they stand on.", "line: 12"),
    },
)

FACT = Shape(
    "fact",
    {
        "id": Field(Kind.ID, "Its name; never change it later.", "id: why-shut", required=True),
        "questions": Field(
            Kind.LINES,
            "The ways readers ask; the first is shown.",
            'questions: ["Why is the bridge shut?", "What closed the bridge?"]',
            required=True,
        ),
        "answer": Field(
            Kind.TEXT,
            "The answer, in one or two sentences.",
            "answer: Inspectors found a crack in the east pier.",
            required=True,
        ),
        "label": Field(
            Kind.LABEL,
            f"What it is about in at most {MAX_LABEL} characters, for buttons.",
            "label: Why it is shut",
        ),
        "topic": Field(Kind.LINE, "The id of its topic.", "topic: people"),
        "status": Field(Kind.STATUS, "How firmly the story states it.", "status: attributed"),
        "according_to": Field(
            Kind.LINE, "Who says so, for attributed and disputed facts.", "according_to: the mayor"
        ),
        "as_of": Field(Kind.DATE, "The day it was true.", "as_of: 2031-04-02"),
        "quotes": Field(
            Kind.RECORDS,
            "The words of the source that vouch for it.",
            'quotes: [{text: "a crack in the pier", line: 12}]',
            shape=QUOTE,
        ),
        "see_also": Field(Kind.LINES, "Ids of facts to offer next.", "see_also: [reopening]"),
        "revised": Field(
            Kind.DATE, "The day of the correction, shown with it.", "revised: 2031-04-09"
        ),
        "correction": Field(
            Kind.TEXT, "What was wrong before.", "correction: An earlier version said west pier."
        ),
        "note": Field(
            Kind.TEXT,
            "A remark of the editors that readers see with the quote.",
            "note: The date is from the harbour office's own report.",
        ),
        "asks": Field(
            Kind.LINES, "Questions it must answer.", 'asks: ["why can I not cross the bridge"]'
        ),
        "never": Field(
            Kind.LINES, "Questions it must not answer.", 'never: ["why is the school shut"]'
        ),
    },
)

CHAT = Shape(
    "chat",
    {
        "greeting": Field(Kind.TEXT, "The reply to a greeting.", "greeting: Hello!"),
        "thanks": Field(Kind.TEXT, "The reply to thanks.", "thanks: You are welcome."),
        "help": Field(Kind.TEXT, "What can be asked.", "help: Ask me about the bridge."),
        "about": Field(Kind.TEXT, "Who answers here.", "about: I answer from one story."),
        "bye": Field(Kind.TEXT, "The reply to a goodbye.", "bye: Goodbye!"),
    },
)

FILE = Shape(
    "file",
    {
        "version": Field(Kind.VERSION, "The version of this shape.", "version: 1", required=True),
        "story": Field(
            Kind.RECORD,
            "The story the facts are from.",
            "story: {title: The bridge on Elm Street}",
            required=True,
            shape=STORY,
        ),
        "topics": Field(
            Kind.RECORDS,
            "Headings that group facts.",
            "topics: [{id: people, title: The people}]",
            shape=TOPIC,
        ),
        "names": Field(
            Kind.NAMES,
            "Names, and other spellings that readers type.",
            "names: {Mara Quill: [Mara Quil, Marra Quill]}",
        ),
        "facts": Field(
            Kind.RECORDS,
            "The facts.",
            "facts: and below it, for each fact, a list entry that begins with - id:",
            required=True,
            shape=FACT,
        ),
        "chat": Field(
            Kind.RECORD, "Replies to small talk.", "chat: {greeting: Hello!}", shape=CHAT
        ),
    },
)
