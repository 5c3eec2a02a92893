"""The names in an article, and the spellings of each that stand in it too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from rapidfuzz import fuzz

from bot.desk.sentences import STARTERS
from bot.matching.chat.replies import MONTHS
from bot.matching.language.language import Language

ALIKE = 75
"""Of 100, from which two words are likely one: "Karlen" and "Karlén" have 83."""

_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*"
_LINK = r"(?:of|on|for|de|van|von)(?= [A-Z])"
_NAME = re.compile(rf"(?<![\w.])({_WORD}(?: (?:[A-Z]\.(?= )|{_WORD}|{_LINK})){{0,9}})")
_SHORT = re.compile(rf"({_WORD}(?: [\w’'&-]+){{1,8}}) \(([A-Z][A-Za-z]{{1,7}})\)")
_FIRM = re.compile(
    r"\b(?:agency|bank|brewery|chain|company|firm|group|maker|publisher|shop|store|studio) "
    rf"({_WORD}) (and|&) ({_WORD})"
)
"""Two names of one firm, where the text says that it is one."""

_INITIAL = re.compile(r" [A-Z]\.(?= )")
_SPEECH = re.compile(r"[,:.?!] [\"“„«]")
_PLACED = frozenset(("of", "on", "for"))
"""Behind these stands a name of its own: "Bank of England"."""
_ARTICLES = ("The", "A", "An", "In", "On", "At")
_NO_NAMES = frozenset(
    [*MONTHS, *"Monday Tuesday Wednesday Thursday Friday Saturday Sunday I".split()]
)

_SHORT_MONTHS = frozenset(["Sept", *(it[:3] for it in MONTHS)])


def names_in(sentences: Iterable[str], language: Language) -> dict[str, tuple[str, ...]]:
    """Each name, most frequent first, with its abbreviation and its other spellings."""
    texts, tier = [*sentences], language.lexicon.tier
    found, certain = _counted(texts, language)
    whole = [it.split() for it in found if " " in it and not {*it.split()} & _PLACED]
    parts = {it for words in whole for it in (words[0], words[-1])}
    alone = {it for it, count in found.items() if count > 1 or it in certain} - parts
    kept = [it for it, _ in found.most_common() if " " in it or it in alone]
    names: dict[str, list[str]] = {}
    for name in kept:
        owner = next((it for it in names if _is_same(it, name)), None)
        if owner is None:
            names[name] = [_INITIAL.sub("", name)] if _INITIAL.search(name) else []
        else:
            names[owner].append(name)
    people = {it.split()[-1] for it in names if all(tier(w) is None for w in it.lower().split())}
    for part in sorted(parts):
        owners = [it for it in names if " " in it and part in (it.split()[0], it.split()[-1])]
        if len(owners) == 1 and (part in found or part in people):
            names[owners[0]].append(part)
    for long, short in (it for text in texts for it in _SHORT.findall(text)):
        owner = next((it for it in names if long.endswith(it)), None)
        if owner is not None:
            names[owner] = [it for it in names[owner] if it != short] + [short]
            names.pop(short, None)
    return {name: tuple(spellings) for name, spellings in names.items()}


def _counted(texts: list[str], language: Language) -> tuple[Counter[str], set[str]]:
    """How often each name stands there, and those that are names though they may stand once."""
    found, certain = Counter[str](), set[str]()
    lower = {word for text in texts for word in re.findall(r"\w+", text) if word.islower()}
    for begins, run in (it for text in texts for it in capitalised(text)):
        name = trimmed(run, language.function_words if begins else ())
        is_word = (
            name == run and " " not in name and language.lexicon.tier(name.lower()) is not None
        )
        if name and not (begins and is_word):
            found[f"The {name}" if run.startswith("The ") and not begins else name] += 1
            certain.update(() if begins or name.lower() in lower else (name,))
    for title in [it for it in found if it.startswith("The ")]:
        short = title[4:]
        one, other = (title, short) if found[title] >= found[short] / 2 else (short, title)
        found[one] += found.pop(other, 0)
    for one, link, other in (it for text in texts for it in _FIRM.findall(text)):
        found[f"{one} {link} {other}"] += found.pop(one, 0)
        found.pop(other, 0)
    return found, certain


def capitalised(text: str) -> Iterator[tuple[bool, str]]:
    """Runs of words with capitals, and whether each begins the sentence, or a speech in it."""
    for found in _NAME.finditer(text):
        at = found.start()
        yield at < 2 or _SPEECH.fullmatch(text[at - 3 : at]) is not None, found[1]


def trimmed(name: str, ordinary: Collection[str]) -> str:
    """A name without what only has a capital since it begins the sentence; perhaps nothing."""
    words = re.sub(r"[’']s?$", "", name).split()
    while words and (words[0].islower() or words[0].lower() in ordinary or words[0] in _ARTICLES):
        words = words[1:]
    words = words[1:] if ordinary and words and STARTERS.fullmatch(words[0]) else words
    kept = "" if words[:1] and words[0] in _NO_NAMES else " ".join(words).rstrip(".")
    kept = "" if kept in _SHORT_MONTHS else kept
    return kept if len(kept) > 1 else ""


def _is_same(one: str, other: str) -> bool:
    """Whether two names are likely one, spelt in two ways."""
    if one.casefold() == other.casefold():
        return True
    pairs = [*zip(one.split(), other.split(), strict=False)]
    same_length = len(one.split()) == len(other.split()) and min(len(one), len(other)) > 4
    digits = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return same_length and digits and all(fuzz.ratio(*pair) >= ALIKE for pair in pairs)
