"""The knowledge file is watched: each way to change it is seen, and a broken one harms nobody."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from pathlib import Path

import pytest

from bot.application.ask import Answering
from bot.compose.serving import watch_knowledge
from bot.compose.stories import build_service
from bot.core.model import Answered
from bot.core.service import QuestionService
from bot.knowledge import watching
from bot.knowledge.watching import READ_ANYWAY, Watch
from tests.fakes.answering import answering_of
from tests.waiting import HANG, eventually

STORY = """\
version: 1
story: {title: The bridge on Elm Street}
facts:
  - id: why-shut
    questions: [Why is the bridge shut?, What closed the bridge?]
    answer: Inspectors found a crack in the {where} pier.
"""
EAST, WEST, SOUTH = (STORY.replace("{where}", it) for it in ("east", "west", "rear"))
BROKEN = EAST.replace("answer:", "anwser:")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "knowledge.yaml"
    file.write_text(EAST, encoding="utf-8")
    return file


@pytest.fixture
def answering(path: Path) -> Answering:
    return answering_of(build_service(path, {}))


@pytest.fixture
def watch(path: Path, answering: Answering) -> Watch[QuestionService]:
    return watch_knowledge(path, {}, answering)


async def told(answering: Answering) -> str:
    reply = await answering.ask("Why is the bridge shut?", "a conversation")
    assert isinstance(reply, Answered)
    return reply.fact.answer.removeprefix("Inspectors found a crack in the ")


async def looks(watch: Watch[QuestionService], times: int = 3) -> None:
    for _ in range(times):
        await watch.look()


async def test_an_edited_file_is_answered_from(
    path: Path,
    watch: Watch[QuestionService],
    answering: Answering,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await looks(watch)
    assert await told(answering) == "east pier."
    before = answering.story.digest
    path.write_text(WEST, encoding="utf-8")
    with caplog.at_level(logging.INFO):
        await looks(watch)
    assert await told(answering) == "west pier."
    assert answering.story.digest != before
    assert f"version {answering.story.digest[:12]}" in caplog.text


async def test_a_swapped_symbolic_link_is_seen(tmp_path: Path) -> None:
    for name, text in (("one", EAST), ("two", WEST)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "knowledge.yaml").write_text(text, encoding="utf-8")
        os.utime(tmp_path / name / "knowledge.yaml", (1_900_000_000, 1_900_000_000))
    (tmp_path / "current").symlink_to("one")
    path = tmp_path / "current" / "knowledge.yaml"
    answering = answering_of(build_service(path, {}))
    watch = watch_knowledge(path, {}, answering)
    await looks(watch)
    (tmp_path / "next").symlink_to("two")
    (tmp_path / "next").rename(tmp_path / "current")
    await looks(watch)
    assert await told(answering) == "west pier."


async def test_a_change_that_the_disk_does_not_tell_is_seen_in_time(
    path: Path, watch: Watch[QuestionService], answering: Answering
) -> None:
    await looks(watch)
    stat = path.stat()
    with path.open("r+", encoding="utf-8") as file:
        file.write(SOUTH)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size
    await looks(watch, READ_ANYWAY)
    assert await told(answering) == "rear pier."


async def test_a_broken_file_is_reported_once_and_the_last_good_one_answers(
    path: Path,
    watch: Watch[QuestionService],
    answering: Answering,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await looks(watch)
    path.write_text(BROKEN, encoding="utf-8")
    await looks(watch, 2 * READ_ANYWAY)
    assert await told(answering) == "east pier."
    assert watch.problem is not None
    assert "knowledge.yaml:6" in watch.problem
    assert caplog.text.count("the last good one keeps answering") == 1
    path.write_text(EAST, encoding="utf-8")
    await looks(watch)
    assert watch.problem is None


async def test_a_file_that_is_gone_is_reported_once_and_taken_up_again(
    path: Path,
    watch: Watch[QuestionService],
    answering: Answering,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await looks(watch)
    path.unlink()
    await looks(watch, 2 * READ_ANYWAY)
    assert caplog.text.count("the last good one keeps answering") == 1
    assert await told(answering) == "east pier."
    assert watch.problem is not None
    assert "no such file" in watch.problem
    path.write_text(EAST, encoding="utf-8")
    await looks(watch)
    assert watch.problem is None


async def test_half_a_file_is_not_read_while_it_is_being_written(
    path: Path, watch: Watch[QuestionService], answering: Answering
) -> None:
    await looks(watch)
    for end in range(20, len(WEST), 20):
        path.write_text(WEST[:end], encoding="utf-8")
        await watch.look()
        assert watch.problem is None
    path.write_text(WEST, encoding="utf-8")
    await looks(watch)
    assert await told(answering) == "west pier."


async def test_a_file_that_nobody_thought_of_does_not_end_the_watch(path: Path) -> None:
    def build(_data: bytes) -> str:
        raise RecursionError

    used: list[str] = []
    watch = Watch(path, "", build, used.append)
    await looks_at(watch)
    assert watch.problem == "knowledge.yaml could not be read (RecursionError)"
    assert used == []


async def test_a_pipe_is_reported_and_the_next_good_file_taken_up(
    path: Path, watch: Watch[QuestionService], answering: Answering
) -> None:
    await looks(watch)
    path.unlink()
    os.mkfifo(path)
    await looks(watch)
    assert watch.problem == "knowledge.yaml cannot be read: it is not a file but a pipe or such"
    path.unlink()
    path.write_text(WEST, encoding="utf-8")
    await looks(watch)
    assert await told(answering) == "west pier."
    assert not watch.problem


async def test_a_disk_that_does_not_answer_is_reported_and_tried_again_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "BLOCKED", 0.05)
    answers, calls = threading.Event(), []

    def hang(path: Path) -> bytes:
        calls.append(path)
        answers.wait(20)
        return path.read_bytes()

    monkeypatch.setattr(watching, "read_bytes", hang)
    used: list[str] = []
    watch = Watch(path, "", lambda data: data.decode(), used.append)
    await looks_at(watch)
    assert watch.problem == "knowledge.yaml cannot be read: its disk does not answer"
    await watch.look()
    assert len(calls) == 1  # no thread more for each look
    answers.set()
    monkeypatch.setattr(watching, "BLOCKED", 5.0)
    watch.read_now()
    await watch.look()
    assert used == [EAST]
    assert not watch.problem


async def test_it_reads_at_once_when_it_is_told_to(path: Path) -> None:
    used: list[str] = []
    watch = Watch(path, "", lambda data: data.decode(), used.append)
    await watch.look()
    task = asyncio.create_task(watch.run(every=60.0))
    watch.read_now()
    await eventually(lambda: bool(used))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def looks_at(watch: Watch[str]) -> None:
    for _ in range(3):
        await watch.look()


async def test_it_looks_by_itself_and_answers_meanwhile(
    path: Path, watch: Watch[QuestionService], answering: Answering
) -> None:
    task = asyncio.create_task(watch.run(every=0.01))
    path.write_text(WEST, encoding="utf-8")
    async with asyncio.timeout(HANG):
        while await told(answering) != "west pier.":
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_conversation_goes_on_when_its_fact_is_gone(
    path: Path, watch: Watch[QuestionService], answering: Answering
) -> None:
    await looks(watch)
    await told(answering)
    path.write_text(WEST.replace("why-shut", "reason"), encoding="utf-8")
    await looks(watch)
    await answering.ask("and why?", "a conversation")
    assert await told(answering) == "west pier."
    assert answering.take("why-shut") is None


async def test_an_edited_file_is_read_at_the_first_look_by_who_says_so(path: Path) -> None:
    used: list[str] = []
    watch = Watch(path, "", lambda data: data.decode(), used.append)
    await looks_at(watch)
    path.write_text(WEST, encoding="utf-8")
    watch.read_now()
    await watch.look()
    assert used == [EAST, WEST]


async def test_a_disk_that_goes_on_hanging_is_asked_less_and_less_often(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "BLOCKED", 0.05)
    ends, calls = threading.Event(), []

    def hang(path: Path) -> bytes:
        calls.append(path)
        ends.wait(HANG)
        return b""

    monkeypatch.setattr(watching, "read_bytes", hang)
    watch = Watch(path, "", lambda data: data.decode(), list[str]().append)
    watch.read_now()
    rests = []
    for _ in range(3):
        before = len(calls)
        looks = 0
        while len(calls) == before:
            watch._is_told = True
            await watch.look()
            looks += 1
        rests.append(looks)
    ends.set()
    assert rests == [1, 3, 5]
