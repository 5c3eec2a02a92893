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


class FieldKind(Enum):
    """How the value of a key is read."""

    VERSION = auto()
    LINE = auto()  # text on one line
    LABEL = auto()  # text on one line, short enough for a button
    TEXT = auto()  # text that keeps its lines
    ID = auto()
    DATE = auto()
    STATUS = auto()
    FLAG = auto()  # true or false
    NUMBER = auto()
    LINES = auto()  # a list of LINE
    PEOPLE = auto()  # a LINE, or a list of them that becomes one: "A, B and C"
    RECORD = auto()  # a mapping of known keys
    RECORDS = auto()  # a list of them
    NAMES = auto()  # a mapping of any keys to LINES


@dataclass(frozen=True, slots=True)
class Field:
    """One key: its kind, what it is for, and what to write. `shape` is for RECORD and RECORDS."""

    kind: FieldKind
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
            FieldKind.LINE,
            "The story's headline.",
            "title: The bridge on Elm Street",
            required=True,
        ),
        "publisher": Field(FieldKind.LINE, "Who published it.", "publisher: The Elm Courier"),
        "url": Field(FieldKind.LINE, "Where it can be read.", "url: https://example.org/bridge"),
        "published": Field(FieldKind.DATE, "The day it was published.", "published: 2031-04-03"),
        "language": Field(FieldKind.LINE, "Its language, as a code.", "language: en"),
        "summary": Field(
            FieldKind.TEXT, "What it tells, in a few sentences.", "summary: A crack …"
        ),
        "quoted_from": Field(
            FieldKind.LINE,
            "The copy that quotes are from, if it is not the original.",
            "quoted_from: a machine translation of the article",
        ),
        "authors": Field(
            FieldKind.PEOPLE,
            "Who wrote it: a line, or a list of names.",
            "authors: [Ada Brook, Tom Reyes]",
        ),
        "editor": Field(FieldKind.LINE, "Who keeps this file.", "editor: The Elm Courier's desk"),
        "contact": Field(
            FieldKind.LINE, "Where to reach the editor.", "contact: desk@elm-courier.example"
        ),
        "checked": Field(
            FieldKind.DATE,
            "The day on which the facts were last compared with the source.",
            "checked: 2031-04-10",
        ),
        "expires": Field(
            FieldKind.DATE, "The last day its facts are sure to hold.", "expires: 2031-05-01"
        ),
    },
)

TOPIC = Shape(
    "topic",
    {
        "id": Field(FieldKind.ID, "What facts name it by.", "id: people", required=True),
        "title": Field(FieldKind.LINE, "What readers see.", "title: The people", required=True),
    },
)

QUOTE = Shape(
    "quote",
    {
        "text": Field(
            FieldKind.LINE,
            "The source's own words, short.",
            "text: a crack in the pier",
            required=True,
        ),
        "line": Field(FieldKind.NUMBER, "The line of the source they stand on.", "line: 12"),
    },
)

FACT = Shape(
    "fact",
    {
        "id": Field(
            FieldKind.ID, "Its name; never change it later.", "id: why-shut", required=True
        ),
        "draft": Field(
            FieldKind.FLAG,
            "Whether it is a stub that is not told yet; its questions and answer may be open.",
            "draft: true",
        ),
        "questions": Field(
            FieldKind.LINES,
            "The ways readers ask; the first is shown.",
            'questions: ["Why is the bridge shut?", "What closed the bridge?"]',
            required=True,
        ),
        "answer": Field(
            FieldKind.TEXT,
            "The answer, in one or two sentences.",
            "answer: Inspectors found a crack in the east pier.",
            required=True,
        ),
        "label": Field(
            FieldKind.LABEL,
            f"What it is about in at most {MAX_LABEL} characters, for buttons.",
            "label: Why it is shut",
        ),
        "topic": Field(FieldKind.LINE, "The id of its topic.", "topic: people"),
        "status": Field(FieldKind.STATUS, "How firmly the story states it.", "status: attributed"),
        "according_to": Field(
            FieldKind.LINE,
            "Who says so, for attributed and disputed facts.",
            "according_to: the mayor",
        ),
        "as_of": Field(FieldKind.DATE, "The day it was true.", "as_of: 2031-04-02"),
        "quotes": Field(
            FieldKind.RECORDS,
            "The words of the source that vouch for it.",
            'quotes: [{text: "a crack in the pier", line: 12}]',
            shape=QUOTE,
        ),
        "see_also": Field(FieldKind.LINES, "Ids of facts to offer next.", "see_also: [reopening]"),
        "revised": Field(
            FieldKind.DATE, "The day of the correction, shown with it.", "revised: 2031-04-09"
        ),
        "correction": Field(
            FieldKind.TEXT,
            "What was wrong before.",
            "correction: An earlier version said west pier.",
        ),
        "checked": Field(FieldKind.DATE, "As the story's, for this fact.", "checked: 2031-04-10"),
        "expires": Field(FieldKind.DATE, "As the story's, for this fact.", "expires: 2031-05-01"),
        "note": Field(
            FieldKind.TEXT,
            "A remark of the editors that readers see with the quote.",
            "note: The date is from the harbour office's own report.",
        ),
        "asks": Field(
            FieldKind.LINES, "Questions it must answer.", 'asks: ["why can I not cross the bridge"]'
        ),
        "never": Field(
            FieldKind.LINES, "Questions it must not answer.", 'never: ["why is the school shut"]'
        ),
    },
)

CHAT = Shape(
    "chat",
    {
        kind: Field(FieldKind.TEXT, help_, example)
        for kind, help_, example in (
            ("greeting", "The reply to a greeting.", "greeting: Hello!"),
            ("thanks", "The reply to thanks.", "thanks: You are welcome."),
            ("praise", "The reply to praise of the bot.", "praise: Thank you!"),
            ("insult", "The reply to an insult.", "insult: I am sorry that I was no help."),
            ("bye", "The reply to a goodbye.", "bye: Goodbye!"),
            ("help", "How to ask.", "help: Ask me about the bridge."),
            ("about", "Who answers here.", "about: I answer from one story."),
            ("summary", "What the story is about.", "summary: The bridge on Elm Street is shut."),
            ("points", "The story's main points.", "points: The east pier has a crack."),
            ("publisher", "Who published it.", "publisher: The Elm Courier."),
            ("published", "When it was published.", "published: On 3 April 2031."),
            ("source", "Where it can be read.", "source: At example.org/bridge."),
            ("authors", "Who wrote it.", "authors: Our reporters wrote it."),
            ("editor", "Who keeps the bot and its facts.", "editor: The desk keeps me."),
            ("checked", "When the facts were last checked.", "checked: Each morning."),
            ("corrections", "What was corrected.", "corrections: See our corrections page."),
            ("coverage", "What can be asked.", "coverage: The bridge, and its repair."),
            ("origin", "Where the answers come from.", "origin: Our reporters wrote them."),
            ("model", "Whether it is a language model.", "model: No, I am none."),
            ("honesty", "Whether it makes things up.", "honesty: I make nothing up."),
            ("privacy", "What is kept of readers.", "privacy: Ask for /privacy."),
            ("report", "How to report a mistake.", "report: Write to our desk."),
            ("languages", "Which languages it reads.", "languages: I read English."),
            ("unsupported", "What it does not do.", "unsupported: I only answer questions."),
            ("distress", "Where whoever is in danger finds help.", "distress: Please call 112."),
        )
    },
)

FILE = Shape(
    "file",
    {
        "version": Field(
            FieldKind.VERSION, "The version of this shape.", "version: 1", required=True
        ),
        "story": Field(
            FieldKind.RECORD,
            "The story the facts are from.",
            "story: {title: The bridge on Elm Street}",
            required=True,
            shape=STORY,
        ),
        "topics": Field(
            FieldKind.RECORDS,
            "Headings that group facts.",
            "topics: [{id: people, title: The people}]",
            shape=TOPIC,
        ),
        "names": Field(
            FieldKind.NAMES,
            "Names, and other spellings that readers type.",
            "names: {Mara Quill: [Mara Quil, Marra Quill]}",
        ),
        "facts": Field(
            FieldKind.RECORDS,
            "The facts.",
            "facts: and below it, for each fact, a list entry that begins with - id:",
            required=True,
            shape=FACT,
        ),
        "chat": Field(
            FieldKind.RECORD, "Replies to small talk.", "chat: {greeting: Hello!}", shape=CHAT
        ),
    },
)
