"""`storybot chat`: the conversation itself, its commands, and the prompt around it."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory

from bot.cli.conversation import COMMANDS, Conversation
from bot.cli.prompt import Lines, history
from bot.cli.terminal import Screen
from bot.compose.stories import service_for
from bot.core.model import Context, Fact, Question, Story, Suggested
from bot.core.service import QuestionService
from tests.cli.conftest import Run


@pytest.fixture
def dialogue(service: QuestionService) -> Conversation:
    """A conversation without colours."""
    return Conversation(service, Screen())


def _said(dialogue: Conversation, line: str) -> str:
    said = dialogue.respond(line)
    assert said is not None
    return said


def test_works_line_by_line_without_a_terminal(run: Run) -> None:
    result = run("chat", stdin="Who is the captain of the ferry?\n\n/proof\n/quit\nhello\n")
    assert result.exit_code == 0
    assert result.stdout.startswith("Mara Quill is the captain of the ferry.")
    assert result.stdout.endswith("There is no quote on file for this answer.\n\n")


def test_the_end_of_the_input_ends_it(run: Run) -> None:
    result = run("chat", stdin=b"hello\xff")
    assert (result.exit_code, result.stderr) == (0, "")


def test_topics_open_and_their_questions_are_taken_by_number(dialogue: Conversation) -> None:
    topics = _said(dialogue, "/topics")
    assert "1. The boat (2)" in topics
    assert "2. Everything else (1)" in topics
    assert "2. Who is the captain of the ferry?" in _said(dialogue, "1")
    assert _said(dialogue, "2").startswith("Mara Quill")
    assert _said(dialogue, "1").startswith("The ferry cost")
    assert "no 9 in the list: 1 to 2" in _said(dialogue, "9")
    assert "How much did the ferry cost?" in _said(dialogue, "/topics 1")


def test_suggestions_have_numbers(
    dialogue: Conversation, service: QuestionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsure(*_: Any) -> Any:
        return Suggested(service.story.facts[:2]), Context()

    with monkeypatch.context() as patch:
        patch.setattr(service, "ask", unsure)
        assert "2. Who is the captain of the ferry?" in _said(dialogue, "the ferry")
    assert _said(dialogue, "2").startswith("Mara Quill")
    _said(dialogue, "When was the ferry launched?")
    assert "no list to take 2 from" in _said(dialogue, "2")


def test_what_is_told_with_doubt_is_told_and_the_others_have_numbers(
    dialogue: Conversation, service: QuestionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    cost, captain, *_ = service.story.facts

    def doubting(*_: Any) -> Any:
        return Suggested((cost, captain), told=cost), Context("the ferry", (cost.id,))

    with monkeypatch.context() as patch:
        patch.setattr(service, "ask", doubting)
        said = _said(dialogue, "the ferry")
    assert said.startswith(f"I am not sure that you mean this: {cost.answer}")
    assert said.split("\n")[-3:-1] == ["Or did you mean:", f"1. {captain.title}"]
    assert "“the ferry cost us 48 million crowns”" in _said(dialogue, "/proof")
    assert _said(dialogue, "1").startswith("Mara Quill")


def test_a_number_is_a_place_in_a_list_or_says_that_there_is_none(dialogue: Conversation) -> None:
    assert "no list to take 1 from" in _said(dialogue, "1")
    assert "no list" not in _said(dialogue, "1998"), "that is a year"


def test_questions_of_the_story_complete_what_is_typed(dialogue: Conversation) -> None:
    assert dialogue.complete("capt") == ("Who is the captain of the ferry?",)
    assert dialogue.complete("CAPTAIN") == ("Who is the captain of the ferry?",)


def test_a_goodbye_leaves(run: Run, dialogue: Conversation) -> None:
    result = run("chat", stdin="bye\nWho is the captain of the ferry?\n")
    assert "Goodbye" in result.stdout
    assert "Mara Quill" not in result.stdout
    _said(dialogue, "hello")
    assert not dialogue.is_over
    assert dialogue.respond("Exit") is None


def test_a_taken_suggestion_is_what_the_conversation_stands_on(
    dialogue: Conversation, service: QuestionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    _said(dialogue, "/topics 1")
    _said(dialogue, "1")
    contexts: list[Context] = []
    ask = service.ask

    def spy(question: Question, context: Context) -> Any:
        contexts.append(context)
        return ask(question, context)

    monkeypatch.setattr(service, "ask", spy)
    _said(dialogue, "and why?")
    assert contexts[0].facts[0] == "cost"


def test_why_explains_and_proof_quotes_the_last_reply(dialogue: Conversation) -> None:
    assert _said(dialogue, "/why") == "Nothing was asked yet."
    assert "gives no answer" in _said(dialogue, "/proof")
    _said(dialogue, "How much did the ferry cost?")
    assert "candidate" in _said(dialogue, "/why")
    assert "“the ferry cost us 48 million crowns”" in _said(dialogue, "/proof")


def test_help_lists_the_commands_and_others_are_named(dialogue: Conversation) -> None:
    assert all(name in _said(dialogue, "/help") for name in COMMANDS)
    assert "no /weather" in _said(dialogue, "/weather")


def test_the_beginning_of_a_command_is_enough(dialogue: Conversation) -> None:
    assert "The boat" in _said(dialogue, "/t")
    assert dialogue.respond("/Q") is None
    assert "There is no /;" in _said(dialogue, "/")


def test_quit_ends_and_a_blank_line_says_nothing(dialogue: Conversation) -> None:
    assert dialogue.respond("/quit") is None
    assert _said(dialogue, "   ") == ""


def test_greets_with_the_title(service: QuestionService) -> None:
    assert Conversation(service, Screen()).greeting().startswith("The ferry of Halm\n")


def test_commands_complete_at_the_beginning_of_the_line_and_questions_anywhere() -> None:
    def offered(text: str) -> list[str]:
        lines = Lines(COMMANDS, lambda typed: (f"{typed}?",))
        return [it.text for it in lines.get_completions(Document(text), CompleteEvent())]

    assert offered("/") == list(COMMANDS)
    assert offered("/to") == ["/topics"]
    assert offered("what /to") == ["what /to?"]
    assert offered("wh") == offered("") == []


def test_the_history_is_for_this_user_alone(tmp_path: Path) -> None:
    kept = history(tmp_path / "deep" / "folder")
    kept.store_string("who?")
    path = tmp_path / "deep" / "folder" / "chat-history"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(history(path.parent).load_history_strings()) == ["who?"]


def test_without_a_place_for_it_the_history_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert isinstance(history(None), InMemoryHistory)
    assert isinstance(history(tmp_path / "file" / "below"), InMemoryHistory)


def test_related_questions_have_numbers_too() -> None:
    story = Story(
        "The ferry",
        (
            Fact("cost", ("How much did the ferry cost?",), "Much.", see_also=("launch", "gone")),
            Fact("launch", ("When was the ferry launched?",), "In May."),
        ),
    )
    dialogue = Conversation(service_for(story), Screen())
    said = _said(dialogue, "How much did the ferry cost?")
    assert said.split("\n")[-3:-1] == ["See also:", "1. When was the ferry launched?"]
    assert _said(dialogue, "1").startswith("In May.")


def test_what_a_taken_question_leads_on_to_has_the_numbers_then() -> None:
    story = Story(
        "The ferry",
        (
            Fact("cost", ("How much did the ferry cost?",), "Much.", see_also=("launch",)),
            Fact("launch", ("When was the ferry launched?",), "In May.", see_also=("crew",)),
            Fact("crew", ("Who sails it?",), "Ten people."),
        ),
    )
    dialogue = Conversation(service_for(story), Screen())
    _said(dialogue, "How much did the ferry cost?")
    assert "1. Who sails it?" in _said(dialogue, "1")
    assert _said(dialogue, "1") == "Ten people.\n“The ferry” · reported as fact"
    assert _said(dialogue, "1").startswith("Ten people."), "the last list that was shown stands"
