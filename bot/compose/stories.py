"""Builds what answers: the service of a knowledge file, from the cache where it is known."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.model import Story
    from bot.core.service import QuestionService
    from bot.matching.cache import Built, Cache
    from bot.matching.engine import Engine
    from bot.matching.ranking.ranker import Ranker
    from bot.ports.embedder import Embedder


def find_knowledge(
    explicit: str | None, environ: Mapping[str, str], *, is_own: bool = False
) -> Path:
    """The knowledge file to use; raises `UnusableInputError` when there is none.

    Where it is to be changed, only a file of the user's own will do (`is_own`).
    """
    from bot.knowledge.locate import find

    return find(explicit, environ, Path.cwd(), is_own=is_own)


def find_embedder(
    environ: Mapping[str, str], progress: Callable[[int, int], None] | None = None
) -> Embedder:
    """The embedder of the extra `semantic`; raises `NoModelError` when it cannot be used.

    `progress` hears how many of how many texts are embedded.
    """
    from bot.folders import cache_folder
    from bot.semantic import open_embedder

    return open_embedder(environ.get("STORYBOT_MODEL"), cache_folder(environ), progress)


def build_service(
    path: Path, environ: Mapping[str, str], embedder: Embedder | None = None
) -> QuestionService:
    """A service for the knowledge file at `path`, from the cache where its content is known.

    With an `embedder`, that of a language model, it compares what questions mean with that
    instead of the word vectors that storybot brings.
    """
    from bot.knowledge.decoding import read_bytes

    return service_from(read_bytes(path), path, environ, embedder)


def service_from(
    data: bytes, path: Path, environ: Mapping[str, str], embedder: Embedder | None
) -> QuestionService:
    """As `build_service`, of the file's content as it was read."""
    from bot.core.errors import UnusableInputError
    from bot.knowledge.loader import parse

    def read() -> Story:
        story = parse(data, str(path))
        if all(fact.draft for fact in story.facts):
            raise UnusableInputError(
                f"{path} has nothing to tell yet: every fact is a draft. Write one's questions and "
                "answer, and delete its line draft: true."
            )
        return story

    return service_with(engine_from(data, read, environ, embedder))


def engine_from(
    data: bytes,
    read: Callable[[], Story],
    environ: Mapping[str, str],
    embedder: Embedder | None = None,
) -> Engine:
    """The engine of a file's content, from the cache where it is known; else it is `read`."""
    from bot.folders import cache_folder
    from bot.matching.cache import Cache, shipped_folder

    cache = Cache(cache_folder(environ), also=shipped_folder())
    key = _cache_key(data, embedder)
    built = cache.load(key)
    if built is None:
        engine = _kept(engine_for(read().without_drafts(), embedder), cache, key)
        built = cache.load(key)  # what is mapped leaves the room that building it took
        if built is None:
            return engine
    return _engine(built, embedder)


def service_for(story: Story, embedder: Embedder | None = None) -> QuestionService:
    """A service for what `story` may tell, built now."""
    return service_with(engine_for(story.without_drafts(), embedder))


def service_with(engine: Engine) -> QuestionService:
    """A service that finds facts with `engine`."""
    from bot.core.service import QuestionService

    return QuestionService(engine.story, engine, today)


def today(now: Callable[[], float] = time.time) -> str:
    """The day where the process runs, as 2031-04-03; `now` counts seconds from 1970."""
    return date.fromtimestamp(now()).isoformat()


def engine_for(story: Story, embedder: Embedder | None = None) -> Engine:
    """The engine of `story`, learnt from it now."""
    from bot.matching.engine import Engine
    from bot.matching.shipped import chat_classifier

    return Engine(story, ranker_for(story, embedder), chat_classifier)


def ranker_for(story: Story, embedder: Embedder | None = None) -> Ranker:
    """What ranks the facts of `story`, learnt from them now."""
    from bot.matching.language.analysis import Analyser
    from bot.matching.ranking.building import build_index, read_phrasings
    from bot.matching.ranking.meaning import Sense, build_meaning
    from bot.matching.ranking.ranker import Ranker
    from bot.matching.shipped import language, vectors_of

    own = language(story.language)
    analyser = Analyser(story.names, own)
    asked = read_phrasings(story, analyser)
    words = vectors_of(own)
    index = build_index(story, analyser, asked, words.unit)
    vectors = embedder or words
    sense = Sense(vectors, build_meaning(asked, vectors), embedder is not None)
    return Ranker(analyser, index, story, sense, words.unit)


def _kept(engine: Engine, cache: Cache, key: str) -> Engine:
    """`engine`, kept in `cache` under `key`."""
    from bot.matching.cache import Built

    ranker = engine.ranker
    vocabulary, meaning = ranker.analyser.vocabulary, ranker.sense.meaning
    cache.store(key, Built(engine.story, vocabulary, ranker.index, meaning))
    return engine


def _engine(built: Built, embedder: Embedder | None) -> Engine:
    from bot.matching.engine import Engine
    from bot.matching.language.analysis import Analyser
    from bot.matching.ranking.meaning import Sense
    from bot.matching.ranking.ranker import Ranker
    from bot.matching.shipped import chat_classifier, language, vectors_of

    own = language(built.story.language)
    analyser = Analyser(built.story.names, own)
    analyser.learn(built.vocabulary)
    words = vectors_of(own)
    sense = Sense(embedder or words, built.meaning, embedder is not None)
    ranker = Ranker(analyser, built.index, built.story, sense, words.unit)
    return Engine(built.story, ranker, chat_classifier)


def build_shipped(path: Path, folder: Path) -> Path:
    """Build the index of the knowledge file at `path` into `folder`; returns where it lies."""
    from bot.knowledge.decoding import read_bytes
    from bot.knowledge.loader import parse
    from bot.matching.cache import Cache, folder_of

    data = read_bytes(path)
    key = _cache_key(data)
    _kept(engine_for(parse(data, str(path)).without_drafts()), Cache(folder), key)
    return folder_of(key, folder)


def _cache_key(data: bytes, embedder: Embedder | None = None) -> str:
    """Different for other content, language data or embedder, or other code."""
    from hashlib import sha256

    from bot.matching.shipped import language_digest

    versions = language_digest() + code_digest() + (embedder.identity if embedder else "")
    return sha256(data + versions.encode()).hexdigest()[:32]


def code_digest() -> str:
    """Changes whenever the code that reads a file, or builds and reads an index, does."""
    from zlib import crc32

    package = Path(__file__).parents[1]
    parts = (package / name for name in ("core", "knowledge", "matching"))
    modules = [package / "writing.py", *(it for part in parts for it in sorted(part.rglob("*.py")))]
    digest = 0
    for module in modules:
        digest = crc32(module.read_bytes(), digest)
    return f"{digest:08x}"
