"""Builds the parts from settings: the only module that knows every part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from bot.channels.answering import Answering
    from bot.core.matching.matcher import Matcher
    from bot.core.model import Story
    from bot.core.ports import Embedder, Records
    from bot.core.service import QuestionService
    from bot.knowledge.cache import Built, Cache
    from bot.knowledge.watching import Watch
    from bot.records.opening import Opened
    from bot.settings import RecordsSettings


def find_knowledge(explicit: str | None, environ: Mapping[str, str]) -> Path:
    """The knowledge file to use; raises `UnusableInputError` when there is none."""
    from bot.knowledge.locate import find

    return find(explicit, environ, Path.cwd())


def find_embedder(
    environ: Mapping[str, str], progress: Callable[[int, int], None] | None = None
) -> Embedder:
    """The embedder of the extra `semantic`; raises `NoModelError` when it cannot be used.

    `progress` hears how many of how many texts are embedded.
    """
    from bot.knowledge.cache import cache_folder
    from bot.semantic import open_embedder

    return open_embedder(environ.get("STORYBOT_MODEL"), cache_folder(environ), progress)


def build_service(
    path: Path, environ: Mapping[str, str], embedder: Embedder | None = None
) -> QuestionService:
    """A service for the knowledge file at `path`, from the cache where its content is known.

    With an `embedder` it also compares what questions mean.
    """
    from bot.knowledge.decoding import read_bytes

    return _service_of(read_bytes(path), path, environ, embedder)


def watch_knowledge(
    path: Path,
    environ: Mapping[str, str],
    answering: Answering,
    embedder: Embedder | None = None,
) -> Watch[QuestionService]:
    """What sees that the file at `path` changed, and lets `answering` answer from the new one."""
    from bot.knowledge.watching import Watch

    def build(data: bytes) -> QuestionService:
        return _service_of(data, path, environ, embedder)

    return Watch(path, answering.story.digest, build, answering.serve_from)


def _service_of(
    data: bytes, path: Path, environ: Mapping[str, str], embedder: Embedder | None
) -> QuestionService:
    from bot.knowledge.cache import Cache, cache_folder, shipped_folder

    cache = Cache(cache_folder(environ), also=shipped_folder())
    key = _cache_key(data, embedder)
    built = cache.load(key)
    if built is None:
        from bot.knowledge.loader import parse

        return service_for(parse(data, str(path)), embedder, cache, key)
    return _service(built, embedder)


def service_for(
    story: Story,
    embedder: Embedder | None = None,
    cache: Cache | None = None,
    key: str | None = None,
) -> QuestionService:
    """A service for `story`, built now, and kept in `cache` under `key` where they are given."""
    from bot.core.policy.calibration import learn_calibration
    from bot.core.policy.decision import Policy
    from bot.core.service import QuestionService
    from bot.knowledge.cache import Built

    matcher = matcher_for(story, embedder)
    calibration = learn_calibration(matcher)
    if cache is not None and key is not None:
        meaning = None if matcher.sense is None else matcher.sense.meaning
        vocabulary = matcher.analyser.vocabulary
        cache.store(key, Built(story, vocabulary, matcher.index, calibration, meaning))
    return QuestionService(story, matcher, Policy(matcher, calibration))


def matcher_for(story: Story, embedder: Embedder | None = None) -> Matcher:
    """What ranks the facts of `story`, learnt from them now."""
    from bot.core.language.analysis import Analyser
    from bot.core.matching.index import build_index
    from bot.core.matching.matcher import Matcher
    from bot.core.matching.meaning import Sense, build_meaning
    from bot.knowledge.language import english

    analyser = Analyser(story.names, english())
    index = build_index(story, analyser)
    sense = None
    if embedder is not None:
        sense = Sense(embedder, build_meaning(story, analyser, embedder))
    return Matcher(analyser, index, story, sense)


def _service(built: Built, embedder: Embedder | None) -> QuestionService:
    from bot.core.language.analysis import Analyser
    from bot.core.matching.matcher import Matcher
    from bot.core.matching.meaning import Sense
    from bot.core.policy.decision import Policy
    from bot.core.service import QuestionService
    from bot.knowledge.language import english

    analyser = Analyser(built.story.names, english())
    analyser.learn(built.vocabulary)
    sense = Sense(embedder, built.meaning) if embedder and built.meaning else None
    matcher = Matcher(analyser, built.index, built.story, sense)
    return QuestionService(built.story, matcher, Policy(matcher, built.calibration))


def build_shipped(path: Path, folder: Path) -> Path:
    """Build the index of the knowledge file at `path` into `folder`; the file that was made."""
    from bot.knowledge.cache import Cache
    from bot.knowledge.decoding import read_bytes
    from bot.knowledge.loader import parse

    data = read_bytes(path)
    key = _cache_key(data)
    service_for(parse(data, str(path)), cache=Cache(folder), key=key)
    return folder / f"{key}.npz"


def build_answering(service: QuestionService, records: Records | None = None) -> Answering:
    """The service with the conversations of this process, and the records where they are open."""
    from bot.channels.answering import Answering
    from bot.core.conversation.memory import Conversations
    from bot.ops.clock import SystemClock

    return Answering(service, Conversations(SystemClock()), records)


def open_records(
    settings: RecordsSettings, environ: Mapping[str, str]
) -> AbstractAsyncContextManager[Opened]:
    """The records for as long as a process serves; raises `SettingsError` on entering."""
    from bot.core.ports import Retention
    from bot.records.opening import open_records

    kept = Retention(settings.days, settings.text_days, settings.miss_days)
    return open_records(settings.database, settings.hash_key, kept, environ)


def _cache_key(data: bytes, embedder: Embedder | None = None) -> str:
    """Different for other content, language data or embedder, or another core of storybot."""
    from hashlib import sha256

    from bot.knowledge.language import english_digest

    versions = english_digest() + core_digest() + (embedder.identity if embedder else "")
    return sha256(data + versions.encode()).hexdigest()[:32]


def core_digest() -> str:
    """Changes whenever the code that reads a file, or builds and reads an index, does."""
    from zlib import crc32

    package = Path(__file__).parent
    digest = 0
    for folder in (package / "core", package / "knowledge"):
        for module in sorted(folder.rglob("*.py")):
            digest = crc32(module.read_bytes(), digest)
    return f"{digest:08x}"
