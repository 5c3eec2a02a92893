"""Names that the file lists in vain, and names that readers will mistype and it does not list."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections import defaultdict
from collections.abc import Iterator

from bot.core.model import Story
from bot.desk.evidence import CAPITALS_ARE_NOUNS
from bot.knowledge.problems import quoted
from bot.knowledge.review import Flaw
from bot.matching.language.analysis import Analyser

OFTEN = 3
"""A name is worth spellings from so many facts on."""

LONG = 6
"""Letters from which on readers mistype a name that is no word of the language."""

INNER = re.compile(r"(?<=[\w,;] )[A-Z][^\W\d_]+(?:[-’'][^\W\d_]+)*")
"""A word with a capital inside a sentence."""


NO_NAME = re.compile(rf"(?:{'|'.join((*day_name, *month_name[1:]))}|.*(?:ish|ian|can|ese))s?")
"""Words with a capital that are no names: days, months, and who or what is from a place."""


def unused_names(story: Story, analyser: Analyser) -> Iterator[Flaw]:
    """Names of which neither they nor their spellings stand anywhere else in the file."""
    texts = [story.title, story.summary or "", story.publisher or "", story.authors or ""]
    for fact in story.facts:
        texts += [*fact.questions, fact.answer, fact.according_to or "", fact.note or ""]
        texts += [*(quote.text for quote in fact.quotes), *fact.asks, *fact.never]
    whole = f" {' '.join(map(analyser.normalise, texts))} "
    for name, spellings in story.names.items():
        words = (f" {analyser.normalise(it)} " for it in (name, *spellings))
        short = {part for part in analyser.normalise(name).split() if len(part) > 2}
        if not any(word in whole for word in words) and not any(f" {it} " in whole for it in short):
            yield Flaw(
                "advice",
                None,
                f"the name {quoted(name)} stands nowhere else in the file, in no spelling",
                "correct it, or delete it",
                name,
                kind="unused-name",
            )


def unlisted_names(story: Story, analyser: Analyser) -> Iterator[Flaw]:
    """Words with a capital that several answers have, no dictionary has, and `names` has not."""
    lexicon = analyser.lexicon
    if not lexicon.words or story.language.startswith(CAPITALS_ARE_NOUNS):
        return
    facts: dict[str, set[str]] = defaultdict(set)
    for fact in story.facts:
        for word in INNER.findall(fact.answer):
            facts[re.sub(r"['’]s$", "", word)].add(fact.id)
    for word, having in facts.items():
        plain = analyser.normalise(word)
        is_hard = len(word) >= LONG and " " not in plain and lexicon.tier(plain) is None
        is_hard = is_hard and not NO_NAME.fullmatch(word)
        if is_hard and len(having) >= OFTEN and plain not in analyser.names.words:
            yield Flaw(
                "advice",
                None,
                f"{len(having)} answers say {quoted(word)}, which readers may mistype",
                f'list it under "names" with spellings that they type, as in "{word}: […]"',
                "names",
                kind="unlisted-name",
            )
