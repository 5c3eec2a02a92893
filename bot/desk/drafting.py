"""The first draft of a knowledge file: what an article tells, as stubs for an editor.

Nothing is guessed: what takes judgement is left open, and a stub is a draft, which nobody is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from bot.core.model import Fact, Quote
from bot.curation.scalars import scalar, token
from bot.curation.writing import fact_lines
from bot.desk.article import Article, Header, Sentence
from bot.desk.names import names_in
from bot.desk.questions import first_question
from bot.knowledge.fields import MAX_ID
from bot.knowledge.review import MAX_ANSWER
from bot.knowledge.values import NOT_IN_ID, fold, readable, shown
from bot.matching.language.analysis import Analyser
from bot.matching.language.language import Language

NOTHING = scalar("")
ID_WORDS = 4
"""Characters of a sentence that may stand as an answer until somebody rewrites it."""

ALWAYS_ASKED = (
    ("cost", r"[$€£¥]|\b(?:cost|price|million|billion)", "How much did it cost?",
     "The story does not say what it cost."),
    ("who-pays", r"\b(?:pa(?:y|id)|fund|financ)", "Who pays for it?",
     "The story does not say who pays."),
    ("how-many", r"\b(?:people|residents|workers|victims)\b", "How many people are affected?",
     "The story does not say how many people are affected."),
    ("reason", r"\b(?:because|cause|reason|due to)\b", "Why did it happen?",
     "The story does not say why."),
    ("next", r"\b(?:will|plans?|expected|next)\b", "What happens next?",
     "The story does not say what happens next."),
)  # fmt: skip
"""What readers of any story ask: an id, words by which the story may tell it, question, answer."""


def draft(article: Article, language: Language, name: str) -> str:
    """The knowledge file, as YAML that loads; `name` stands for a title that is not told."""
    topics = _topics(article)
    lines = [
        "# A draft by storybot draft. Of each fact, write questions and answer, and take out",
        "# its line draft: true, or delete the fact. Then run: storybot check",
        "version: 1",
        *header_lines(article.header, name),
        *topic_lines((id_, title) for title, id_ in topics.items()),
    ]
    lines += _names(article, language)
    lines.append("facts:")
    lines += entry_lines(facts(article, language, topics))
    lines += _unknowns(article)
    return "\n".join(lines) + "\n"


def topic_lines(topics: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The topics of a file, from their ids and titles; nothing where there are none."""
    entries = [f"  - {{id: {token(id_)}, title: {_shown(title)}}}" for id_, title in topics]
    yield from ("topics:", *entries) if entries else ()


def entry_lines(facts: Iterable[Fact]) -> Iterator[str]:
    """The entries of the list of facts."""
    for fact in facts:
        first, *rest = fact_lines(fact)
        yield f"  - {first}"
        yield from (f"    {line}" for line in rest)


def facts(article: Article, language: Language, topics: dict[str, str]) -> Iterator[Fact]:
    """A stub for each sentence that says something."""
    analyser = Analyser(None, language)
    taken: set[str] = set()
    for sentence in article.sentences:
        if sentence.is_statement:
            yield stub(sentence, new_id(sentence.text, analyser, taken), language, topics)


def stub(sentence: Sentence, id_: str, language: Language, topics: dict[str, str]) -> Fact:
    """A draft of the fact that a sentence tells; `topics` has ids by headings."""
    line, quote = sentence.quotable
    text = shown(sentence.text)
    tier = language.lexicon.tier
    is_english = language.code == "en"
    question = first_question(text, lambda it: tier(it) is not None) if is_english else None
    is_whole = question is not None and len(text) <= MAX_ANSWER
    return Fact(
        id_,
        (question,) if question else (),
        text if is_whole else "",
        topic=topics.get(sentence.heading or ""),
        quotes=(Quote(fold(quote), line),),
        draft=True,
    )


def new_id(text: str, analyser: Analyser, taken: set[str]) -> str:
    """An id of the telling words of a text, which is added to those that are `taken`."""
    return unique_id("-".join(analyser.analyse(text).telling_words[:ID_WORDS]), "fact", taken)


def unique_id(words: str, noun: str, taken: set[str]) -> str:
    """An id of `words`, or of `noun` where none of their letters may stand in one."""
    bare = normalize("NFKD", words.lower()).encode("ascii", "ignore").decode() or words.lower()
    plain = NOT_IN_ID.sub("-", bare).strip("._-")[: MAX_ID - 6].strip("._-") or noun
    low, high = 1, 2  # halved, for thousands of facts may have no letter that can stand in an id
    while f"{plain}-{high}" in taken:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if f"{plain}-{middle}" in taken else (low, middle)
    found = f"{plain}-{high}" if plain in taken else plain
    taken.add(found)
    return found


def _topics(article: Article) -> dict[str, str]:
    taken: set[str] = set()
    used = {sentence.heading for sentence in article.sentences if sentence.is_statement}
    return {it: unique_id(it, "topic", taken) for it in article.headings if it in used}


def header_lines(told: Header, name: str) -> Iterator[str]:
    """The header, as far as it is told; `name` stands for a title that is not."""
    yield "story:"
    if told.title and _shown(told.title) != NOTHING:
        yield f"  title: {_shown(told.title)}"
    else:
        title = scalar(fold(readable(shown(name))) or "Untitled")
        yield f"  title: {title}    # not told: write the story's headline"
    values = {
        "publisher": told.publisher,
        "url": told.url,
        "published": told.published,
        "language": told.language,
        "authors": told.authors,
    }
    examples = {"published": "2031-04-03", "language": "en"}
    for key, value in values.items():
        if value and _shown(value) != NOTHING:
            yield f"  {key}: {token(value) if key in examples else _shown(value)}"
        else:
            yield f"  # {key}: {examples.get(key, '')}".rstrip()
    yield "  # summary: what it tells, in two sentences"


def _names(article: Article, language: Language) -> Iterator[str]:
    title = article.header.title or ""
    texts = [it.text for it in article.sentences] + [title] * (not title.istitle())
    found = names_in(texts, language)
    if found:
        yield "# Spellings that readers may type, in the brackets; delete what is no name."
        yield "names:"
    once: set[str] = set()
    for name, spellings in found.items():
        fresh = [it for it in (name, *spellings) if it.casefold() not in once]
        once.update(it.casefold() for it in fresh)
        if fresh[:1] == [name]:
            others = ", ".join(map(_shown, fresh[1:]))
            yield f"  {_shown(name)}: [{others}]"


def _unknowns(article: Article) -> Iterator[str]:
    text = " ".join(it.text for it in article.sentences)
    asked = [it for it in ALWAYS_ASKED if not re.search(it[1], text, re.IGNORECASE)]
    if article.header.language not in (None, "en") or not asked:
        return
    yield "# Readers of any story ask these, and no word of this one seems to answer. Where that is"
    yield "# so, take the signs # away, and name the thing:"
    for id_, _, question, answer in asked:
        yield f"#  - id: {id_}"
        yield "#    status: unknown"
        yield f"#    questions: [{scalar(question)}]"
        yield f"#    answer: {scalar(answer)}"


def _shown(text: str) -> str:
    return scalar(fold(shown(text)))
