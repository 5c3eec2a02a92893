"""Builds the parts from settings: the only module that knows every part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from bot.channels.answering import Answering
    from bot.channels.controls import Controls
    from bot.core.checks import Examination, Finding
    from bot.core.matching.matcher import Matcher
    from bot.core.model import Story
    from bot.core.ports import Answers, Embedder, Inbox, Records, Shared
    from bot.core.service import QuestionService
    from bot.knowledge.cache import Built, Cache
    from bot.knowledge.watching import Watch
    from bot.records.opening import Opened
    from bot.settings import CommunitySettings, RecordsSettings, Settings


SERVERS = "servers"
"""The part of an examination that asks Discord for every channel of every server."""


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

    return _service_of(read_bytes(path), path, environ, embedder)


def watch_knowledge(
    path: Path,
    environ: Mapping[str, str],
    answering: Answering,
    embedder: Embedder | None = None,
) -> Watch[QuestionService]:
    """What sees that the file at `path` changed, and lets `answering` answer from the new one."""
    from asyncio import get_running_loop

    from bot.knowledge.watching import Watch
    from bot.ops.memory import give_back

    def build(data: bytes) -> QuestionService:
        return _service_of(data, path, environ, embedder)

    def use(service: QuestionService) -> None:
        answering.serve_from(service)
        get_running_loop().run_in_executor(None, give_back)

    return Watch(path, answering.story.digest, build, use)


def _service_of(
    data: bytes, path: Path, environ: Mapping[str, str], embedder: Embedder | None
) -> QuestionService:
    from bot.folders import cache_folder
    from bot.knowledge.cache import Cache, shipped_folder

    cache = Cache(cache_folder(environ), also=shipped_folder())
    key = _cache_key(data, embedder)
    built = cache.load(key)
    if built is None:
        from bot.knowledge.loader import parse

        service = service_for(parse(data, str(path)), embedder, cache, key)
        built = cache.load(key)  # what is mapped leaves the room that building it took
        if built is None:
            return service
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
        vocabulary, meaning = matcher.analyser.vocabulary, matcher.sense.meaning
        cache.store(key, Built(story, vocabulary, matcher.index, calibration, meaning))
    return QuestionService(story, matcher, Policy(matcher, calibration))


def matcher_for(story: Story, embedder: Embedder | None = None) -> Matcher:
    """What ranks the facts of `story`, learnt from them now."""
    from bot.core.language.analysis import Analyser
    from bot.core.matching.building import build_index, read_phrasings
    from bot.core.matching.matcher import Matcher
    from bot.core.matching.meaning import Sense, build_meaning
    from bot.knowledge.language import english, word_vectors

    analyser = Analyser(story.names, english())
    asked = read_phrasings(story, analyser)
    index = build_index(story, analyser, asked)
    vectors = embedder or word_vectors()
    meaning = build_meaning(asked, vectors)
    return Matcher(analyser, index, story, Sense(vectors, meaning, embedder is not None))


def _service(built: Built, embedder: Embedder | None) -> QuestionService:
    from bot.core.language.analysis import Analyser
    from bot.core.matching.matcher import Matcher
    from bot.core.matching.meaning import Sense
    from bot.core.policy.decision import Policy
    from bot.core.service import QuestionService
    from bot.knowledge.language import english, word_vectors

    analyser = Analyser(built.story.names, english())
    analyser.learn(built.vocabulary)
    sense = Sense(embedder or word_vectors(), built.meaning, embedder is not None)
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


def build_answering(
    service: QuestionService,
    records: Records | None = None,
    inbox: Inbox | None = None,
    shared: Shared | None = None,
    answers: Answers | None = None,
) -> Answering:
    """The service with its conversations, and the records and what is shared where it is open."""
    from bot.channels.answering import Answering
    from bot.core.conversation.memory import Conversations
    from bot.ops.clock import SystemClock

    return Answering(service, Conversations(SystemClock()), records, inbox, shared, answers)


async def build_controls(
    settings: CommunitySettings, records: Records, shared: Shared | None = None
) -> Controls:
    """What administrators decide: as they did before, else as the environment has it."""
    import logging

    from bot.channels.controls import Controls
    from bot.core.errors import NotRecordedError
    from bot.ops.clock import SystemClock

    try:
        kept = await records.rules()
    except NotRecordedError:
        logging.getLogger(__name__).warning(
            "what administrators decided cannot be read: the environment's rules hold"
        )
        kept = {}
    return Controls(settings, SystemClock(), kept, records.keep_rules, shared)


def open_records(
    settings: RecordsSettings, environ: Mapping[str, str]
) -> AbstractAsyncContextManager[Opened]:
    """The records for as long as a process serves; raises `SettingsError` on entering."""
    from bot.core.ports import Retention
    from bot.records.opening import open_records

    kept = Retention(settings.days, settings.text_days, settings.miss_days)
    return open_records(settings.database, settings.hash_key, kept, environ)


def build_examination(explicit: str | None, environ: Mapping[str, str]) -> Examination:
    """What administrators ask for in chat: all but the servers, which a running bot sees itself."""
    from bot.ops.doctor import examine

    checks = build_checks(explicit, environ)
    return partial(examine, {part: it for part, it in checks.items() if part != SERVERS})


def build_checks(explicit: str | None, environ: Mapping[str, str]) -> dict[str, Examination]:
    """What `storybot doctor` examines, by part; settings that make no sense are a finding."""
    from bot.core.checks import Finding, Level
    from bot.core.errors import SettingsError
    from bot.records.checks import check_records
    from bot.settings import read_settings

    checks: dict[str, Examination] = {"knowledge": partial(_check_knowledge, explicit, environ)}
    try:
        settings = read_settings(environ)
    except SettingsError as error:
        what, _, remedy = str(error).partition(": ")
        checks["settings"] = partial(_found, Finding("settings", Level.PROBLEM, what, remedy))
        return checks
    named, key = settings.records.database, settings.records.hash_key
    checks["database"] = partial(check_records, named, key, environ)
    if settings.discord is None and settings.slack is None:
        remedy = "set DISCORD_TOKEN, or SLACK_BOT_TOKEN and what goes with it"
        missing = Finding("settings", Level.WARNING, "no channel has a token", remedy)
        checks["settings"] = partial(_found, missing)
    if settings.discord is not None:
        from bot.channels.discord.checks import check_discord

        checks["discord"] = partial(check_discord, settings.discord)
        checks[SERVERS] = partial(_check_servers, settings, environ)
    if settings.slack is not None:
        from bot.channels.slack.checks import check_slack

        checks["slack"] = partial(check_slack, settings.slack)
    return checks


async def _found(finding: Finding) -> list[Finding]:
    return [finding]


async def _check_knowledge(explicit: str | None, environ: Mapping[str, str]) -> list[Finding]:
    from bot.core.checks import Finding, Level
    from bot.core.errors import UnusableInputError
    from bot.knowledge.checks import check_knowledge

    try:
        return check_knowledge(find_knowledge(explicit, environ))
    except UnusableInputError as error:
        what, _, remedy = str(error).partition(": ")
        return [Finding("knowledge", Level.PROBLEM, what, remedy)]


async def _check_servers(settings: Settings, environ: Mapping[str, str]) -> list[Finding]:
    from bot.channels.controls import Controls
    from bot.channels.discord.servers import check_servers
    from bot.ops.clock import SystemClock
    from bot.records.opening import read_rules

    kept = await read_rules(settings.records.database, environ)
    controls = Controls(settings.community, SystemClock(), kept)
    return await check_servers(settings.discord, controls) if settings.discord else []


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
