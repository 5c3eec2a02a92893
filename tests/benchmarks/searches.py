"""The searches that `compare_speed` compares: storybot, and what else finds a phrasing."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.compose.stories import service_for
from bot.core.model import Question, Story

FOUND = 3
"""Results that a search engine is asked for."""

Ask = Callable[[str], object]


def storybot(story: Story) -> Ask:
    """The whole service."""
    service = service_for(story)
    return lambda text: service.ask(Question(text))


def rapidfuzz(story: Story) -> Ask:
    """`extractOne` with `token_set_ratio`; phrasings are processed once, beforehand."""
    from rapidfuzz import fuzz, process, utils

    choices = [utils.default_process(text) for fact in story.facts for text in fact.questions]

    def ask(text: str) -> object:
        return process.extractOne(utils.default_process(text), choices, scorer=fuzz.token_set_ratio)

    return ask


def bm25s(story: Story) -> Ask:
    """bm25s over Snowball stems, a document for each phrasing."""
    import bm25s as library
    from Stemmer import Stemmer

    stemmer, word = Stemmer("english"), re.compile(r"\w+")

    def stems(text: str) -> list[str]:
        found: list[str] = stemmer.stemWords(word.findall(text.lower()))
        return found

    retriever = library.BM25()
    corpus = [stems(text) for fact in story.facts for text in fact.questions]
    retriever.index(corpus, show_progress=False)

    def ask(text: str) -> object:
        return retriever.retrieve([stems(text)], k=FOUND, show_progress=False)

    return ask


def tantivy(story: Story) -> Ask:
    """tantivy in memory with its English stemmer, a document for each phrasing."""
    import tantivy as library

    schema = library.SchemaBuilder()
    schema.add_integer_field("fact", stored=True)
    schema.add_text_field("text", tokenizer_name="en_stem")
    index = library.Index(schema.build())
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for place, fact in enumerate(story.facts):
        for text in fact.questions:
            writer.add_document(library.Document(fact=place, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> object:
        query, _ = index.parse_query_lenient(text, ["text"])
        hits = searcher.search(query, FOUND).hits
        return [searcher.doc(address)["fact"] for _, address in hits]

    return ask


SYSTEMS: dict[str, Callable[[Story], Ask]] = {
    "storybot": storybot,
    "rapidfuzz": rapidfuzz,
    "bm25s": bm25s,
    "tantivy": tantivy,
}
