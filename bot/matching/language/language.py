"""What storybot knows of one language, as a value: read from its text file, English as any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.matching.language.foreign import NONE, Foreign
from bot.matching.language.lexicon import EMPTY, Lexicon
from bot.matching.language.sections import Sections
from bot.matching.language.stems import Stems
from bot.writing import Rewrite, Writing

Words = frozenset[str]
Pattern = re.Pattern[str]

_ESCAPED, _GROUP = re.compile(r"\\.|\[[^\]]*\]"), re.compile(r"\([^()]*\)")

NEVER = re.compile(r"(?!)")
"""What a language has no pattern for is found nowhere."""

CHAT = ("greeting", "thanks", "help", "about", "bye")
"""The kinds of small talk that a language knows, and has a reply to."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """How somebody refers to what was said before, in normalised text (see the data files)."""

    leans: Pattern = NEVER
    goes_on: Pattern = NEVER
    pronouns: Words = frozenset()
    personal: Words = frozenset()
    yes: Pattern = NEVER
    places: Mapping[str, int] = field(default_factory=dict)
    takes: Pattern = NEVER
    wants_evidence: Pattern = NEVER
    wants_more: Pattern = NEVER
    small_talk: tuple[tuple[str, Pattern], ...] = ()
    replies: Mapping[str, str] = field(default_factory=dict)
    what_is: str = "{name}"


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language; without arguments, one that nothing is known of.

    `function_words`, `asking_words` and `fillers` tell nothing; `shorthand` is opened, and
    `number_words` are digits. `kinds` finds what a question asks for, `asks_what` that it asks for
    none of these; `counting` stands before what is counted, `age_of_asker` before a number that
    says who asks, `measures_of_speech` behind one that says how to answer. A negation counts but
    where it `only_asks`, `denying_words` turn a question round, and `spans` say more of a year than
    that one. `links` stand between the parts of a word.
    `foreign` recognises the other languages.
    """

    code: str = ""
    function_words: Words = frozenset()
    asking_words: Words = frozenset()
    fillers: Words = frozenset()
    denying_words: Words = frozenset()
    spans: Words = frozenset()
    shorthand: Mapping[str, str] = field(default_factory=dict)
    number_words: Mapping[str, str] = field(default_factory=dict)
    magnitudes: Mapping[str, float] = field(default_factory=dict)
    measures_of_speech: Words = frozenset()
    age_of_asker: tuple[tuple[str, ...], ...] = ()
    negations: Pattern = NEVER
    only_asks: Pattern = NEVER
    asides: Pattern = NEVER
    kinds: tuple[tuple[str, Pattern], ...] = ()
    asks_what: Pattern = NEVER
    counting: Pattern = NEVER
    about_asker: Pattern = NEVER
    about_answerer: Pattern = NEVER
    links: tuple[str, ...] = ()
    dialogue: Dialogue = Dialogue()
    writing: Writing = field(default_factory=Writing)
    stems: Stems = field(default_factory=Stems)
    lexicon: Lexicon = EMPTY
    foreign: Foreign = NONE

    def normalise(self, text: str) -> str:
        """`text` as its words, plainly written (see `Writing.normalise`)."""
        return self.writing.normalise(text)

    def stem(self, word: str) -> str:
        """The stem of a word of a normalised text."""
        return self.stems.stem(word)

    def without_asides(self, normalised: str) -> list[str]:
        """The words of a text but those said around a question; all where there are no others."""
        return self.asides.sub(" ", normalised).split() or normalised.split()

    def kinds_asked(self, normalised: str) -> frozenset[str]:
        """The kinds of thing that a question asks for; empty where it does not show."""
        kinds = frozenset(kind for kind, pattern in self.kinds if pattern.search(normalised))
        return kinds or (_WHAT if self.asks_what.search(normalised) else kinds)


_WHAT = frozenset({"what"})
PLAIN = Language()


def writing_of(data: Sections, is_latin: bool = True) -> Writing:
    """How the language of a data file is written."""
    return Writing(
        typed=_rewrites(data, "typed"),
        opened=_rewrites(data, "opened"),
        together=_rewrites(data, "put together"),
        letters=data.table("letters"),
        symbols=data.table("symbols"),
        glued=data.table("units glued"),
        units=data.table("units"),
        has_decimal_comma="," in data.words("decimal sign"),
        is_latin=is_latin,
    )


def read_language(
    code: str,
    data: Sections,
    writing: Writing,
    stems: Stems,
    function_words: Iterable[str] = (),
    lexicon: Lexicon = EMPTY,
    foreign: Foreign = NONE,
) -> Language:
    """The language of a data file, whose lists may be spelt as people spell."""

    def words(name: str) -> Words:
        return _plain(data.words(name), writing)

    return Language(
        code=code,
        function_words=words("function words") | _plain(function_words, writing),
        asking_words=words("asking words"),
        fillers=words("fillers"),
        denying_words=words("denying words"),
        spans=frozenset(map(stems.stem, words("spans"))),
        shorthand=_plain_table(data.table("shorthand"), writing),
        number_words=_plain_table(data.table("number words"), writing),
        magnitudes={
            writing.spelt(word): float(size) for word, size in data.table("magnitudes").items()
        },
        measures_of_speech=words("measures of speech"),
        age_of_asker=tuple(tuple(line.split()) for line in data.lines("age of asker")),
        negations=_any_word(words("negations")),
        only_asks=_any(data.lines("only asks")),
        asides=_any(data.lines("asides")),
        kinds=tuple((kind, _any(lines)) for kind, lines in data.starting("asks: ")),
        asks_what=_any(data.lines("asks what")),
        counting=_counting(data.lines("counting")),
        about_asker=_any(data.lines("about asker")),
        about_answerer=_any(data.lines("about answerer")),
        links=tuple(data.words("links")),
        dialogue=_dialogue(data, writing, words("pronouns"), words("personal pronouns")),
        writing=writing,
        stems=stems,
        lexicon=lexicon,
        foreign=foreign,
    )


def stems_of(data: Sections, algorithm: str, writing: Writing) -> Stems:
    """The stems of the language of a data file, by Snowball's `algorithm`."""
    irregular = _plain_table(data.table("irregular"), writing)
    return Stems(algorithm, irregular, _rewrites(data, "endings"))


def _dialogue(data: Sections, writing: Writing, pronouns: Words, personal: Words) -> Dialogue:
    places = {writing.spelt(word): int(place) for word, place in data.table("places").items()}
    before, after = _group(data.lines("talk before")), _group(data.lines("talk after"))
    talk = ((kind, _group(data.lines(f"talk: {kind}"))) for kind in CHAT)
    return Dialogue(
        leans=_any(data.lines("leans")),
        goes_on=_any(data.lines("goes on")),
        pronouns=pronouns,
        personal=personal,
        yes=_any(data.lines("yes")),
        places=places,
        takes=_any(line.replace("<place>", "|".join(places)) for line in data.lines("takes")),
        wants_evidence=_any(data.lines("wants evidence")),
        wants_more=_any(data.lines("wants more")),
        small_talk=tuple((kind, re.compile(before + said + after)) for kind, said in talk if said),
        replies={kind: " ".join(lines) for kind, lines in data.starting("reply: ")},
        what_is=" ".join(data.lines("what is")) or "{name}",
    )


def _any(patterns: Iterable[str]) -> Pattern:
    """Finds any of some patterns; nothing where there are none.

    Of those that follow each other and begin where a word does, none is tried elsewhere.
    """
    found: list[str] = []
    for begins, run in groupby(patterns, _begins_a_word):
        same = list(run)
        found += [rf"\b(?:{'|'.join(it[2:] for it in same)})"] if begins and same[1:] else same
    return re.compile("|".join(found) or NEVER.pattern)


def _begins_a_word(pattern: str) -> bool:
    """Whether what a pattern finds begins with a word, whichever of its alternatives it is."""
    bare, count = _ESCAPED.sub("", pattern), 1
    while count:
        bare, count = _GROUP.subn("", bare)
    return pattern.startswith(r"\b") and "|" not in bare


def _any_word(words: Words) -> Pattern:
    return _any([rf"\b(?:{'|'.join(sorted(words))})\b"] if words else [])


def _counting(phrases: Sequence[str]) -> Pattern:
    return re.compile(rf"\b(?:{'|'.join(phrases)}) (\w+)") if phrases else NEVER


def _group(patterns: Sequence[str]) -> str:
    """Any of some patterns, in a group; empty where there are none."""
    return f"(?:{'|'.join(patterns)})" if patterns else ""


def _rewrites(data: Sections, name: str) -> tuple[Rewrite, ...]:
    """Lines of a pattern, an arrow, and what takes its place."""
    pairs = (line.rpartition("=>") for line in data.lines(name))
    return tuple((re.compile(pattern.strip()), meant.strip()) for pattern, _, meant in pairs)


def _plain(words: Iterable[str], writing: Writing) -> Words:
    """The words as they are read; of one that falls into letters, these."""
    return frozenset(part for word in words for part in writing.spelt(word).split())


def _plain_table(table: Mapping[str, str], writing: Writing) -> dict[str, str]:
    return {writing.spelt(word): writing.spelt(meant) for word, meant in table.items()}
