"""What is asked of the bot itself gets its own reply; a question about the story never does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.compose.stories import service_for
from bot.core.model import Answered, Chatted, Context, Declined, Fact, Status, Story, Suggested
from bot.knowledge.fields import CHAT
from bot.matching.chat.replies import KINDS, day, example_of, reply_in, reply_to, unasked
from bot.matching.chat.small_talk import SmallTalk
from bot.matching.shipped import language
from tests.core.invented import COST, REOPENING, TOWN, ask, town
from tests.effort import effort

SAID = {
    "greeting": ("hi", "Hello!", "hey there", "good morning", "hi, how are you?", "what's up"),
    "thanks": ("thanks", "thx, that helps", "ok thanks", "that was helpful", "makes sense"),
    "praise": ("good bot", "you are amazing", "well done"),
    "insult": ("you suck", "stupid bot", "You are useless!", "this is garbage"),
    "bye": ("bye", "see you later", "never mind", "ok thx bye", "right, gotta run, see ya"),
    "help": ("help", "how do I use this bot", "what can you do?", "none of these", "i am lost"),
    "about": ("who are you?", "are you a real person or a bot?", "and you are…?", "are you hungry"),
    "summary": ("what is this story about", "give me a quick summary pls", "tl;dr", "gist?",
                "what is the bridge story about", "what is the artcile about",
                "what is “Greyford loses its bridge and its mayor” about?"),
    "points": ("main points?", "give me the 3 key facts of the article"),
    "publisher": ("which newspaper is this from?", "is this a Greyford Lantern article",
                  "who published the story"),
    "published": ("when did the article come out", "publication date?"),
    "source": ("where can I read the full article", "link?"),
    "authors": ("who wrote the article, I'd like to congratulate them", "byline?"),
    "editor": ("Who is behind this bot?", "can i talk to a human", "are you run by the council"),
    "checked": ("when were the facts last checked", "are you up to date"),
    "corrections": ("Has the story been corrected?", "any corrections?"),
    "coverage": ("what can I ask you about", "how many questions can you answer"),
    "origin": ("Where do your answers come from?", "how do you know all this"),
    "model": ("Do you use Xyzzy?", "are you chatgpt", "is this an AI", "so is this xyzzy or zyx",
              "u just use ai, dont you"),
    "honesty": ("can I trust you?", "do you make things up", "do you hallucinate"),
    "privacy": ("do you store my questions", "is this chat confidential? I work at the council"),
    "report": ("I want to report a mistake", "That's wrong", "there is an error in your answer "
               "about the ferry"),
    "languages": ("do you speak German? my mum would like to ask you things", "which languages?"),
    "unsupported": ("quiz me", "give me a timeline", "who are the people in this story?",
                    "show me a picture of the ferry"),
    "distress": ("help me, I want to die", "i hurt myself again tonight", "I have nothing left",
                 "nothing matters any more", "my son overdosed", "i am bleeding badly",
                 "they are beating me up right now"),
}  # fmt: skip
TURNS = [(kind, text) for kind, texts in SAID.items() for text in texts]

HEADER = replace(
    TOWN,
    url="https://lantern.example/bridge",
    published="2031-04-12",
    summary="The bridge is shut and the mayor gone.",
    authors="Ada Brook and Tom Reyes",
    editor="the readers' desk",
    contact="desk@lantern.example",
    checked="2031-05-01",
    language="de",
)
HOLDS = {
    "summary": "The bridge is shut",
    "points": "48 million crowns. (According to the harbour office.)",
    "publisher": "The Greyford Lantern on 12 April 2031",
    "published": "12 April 2031",
    "source": "https://lantern.example/bridge",
    "authors": "Ada Brook and Tom Reyes",
    "editor": "the readers' desk. You can reach the editors here: desk@lantern.example",
    "checked": "1 May 2031",
    "report": "desk@lantern.example",
    "languages": "German",
    "coverage": "11 questions",
    "origin": "The Greyford Lantern, 12 April 2031",
}
BARE = Story("Bare", (COST,))


@pytest.mark.parametrize(("kind", "text"), TURNS, ids=[text for _, text in TURNS])
def test_knows_what_is_asked_of_it_in_the_words_of_readers(kind: str, text: str) -> None:
    reply = ask(text)
    assert isinstance(reply, Chatted)
    assert reply.kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "tell me about the bridge",
        "who made the ferry",
        "who are the inspectors",
        "hi, why is the bridge shut?",
        "thanks, and when was it shut?",
        "hi, I need to know the price of the ferry",
        "who wrote the inspectors' article on the pier",
        "who is behind the shipyard?",
        "how do you know the mayor resigned, and who leads the council?",
        "was the mayor wrong",
        "is it wrong to close the bridge",
        "what do you know about the mayor",
        "how old is the bridge",
        "what was the weather on the ferry",
        "is the mayor human",
        "is it blue",
        "can I take my car on the ferry",
        "did anybody die when the bridge broke",
        "is the mayor in danger of losing her job",
        "is this red",
        "who made the mistake on the bridge",
        "who screwed up",
        "how do I get to the other side with my bike",
        "should i keep my mouth shut with cops",
        "tell me about the poem",
        "stupid protests",
        "useless police",
        "did they say sorry",
        "which way does it go, blue or green or red or pink",
        "where is the ship of the yard",
        "good day for the bridge to shut down",
        "ferry " * 50,
        "when was the bridge picture for the ferry taken",
    ],
)
def test_takes_no_question_on_the_story_for_one_to_the_bot(question: str) -> None:
    assert not isinstance(ask(question), Chatted)


def test_a_title_that_names_the_matter_does_not_stand_for_the_article() -> None:
    fact = replace(COST, questions=("How long is the harbour bridge?",))
    other = replace(COST, questions=("How long is the pier?",))
    told, headline = (service_for(Story("The harbour bridge", (it,))) for it in (fact, other))
    assert not isinstance(ask("who wrote the harbour bridge", told), Chatted)
    assert isinstance(ask("who wrote the harbour bridge", headline), Chatted)


@pytest.mark.parametrize(("kind", "held"), HOLDS.items())
def test_says_what_the_header_holds(kind: str, held: str) -> None:
    assert held in reply_to(kind, HEADER)


@pytest.mark.parametrize(
    "kind", ["publisher", "published", "source", "authors", "editor", "checked"]
)
def test_says_plainly_what_the_header_lacks_and_what_is_known(kind: str) -> None:
    assert reply_to(kind, BARE).startswith("The file does not say ")
    assert (
        "The story was published by The Greyford Lantern."
        in reply_to(kind, replace(BARE, publisher="The Greyford Lantern"))
        or kind == "publisher"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("story", [TOWN, HEADER, BARE, Story("None", (REOPENING,))])
def test_every_kind_has_a_reply_in_any_file(kind: str, story: Story) -> None:
    said = reply_to(kind, story)
    assert said
    assert "{" not in said


@pytest.mark.parametrize("kind", ["about", "origin", "honesty"])
def test_claims_sources_only_where_there_are_some(kind: str) -> None:
    unsourced = Story("Bare", (replace(COST, quotes=()),))
    assert "source" not in reply_to(kind, unsourced)
    for sourced in (BARE, replace(unsourced, url="https://a.example")):
        assert "source" in reply_to(kind, sourced)


def test_the_kinds_are_those_that_a_file_may_word_itself() -> None:
    assert set(KINDS) == set(CHAT.fields) == set(SAID)
    assert reply_to("model", replace(TOWN, chat={"model": "No {title}!"})) == "No {title}!"


def test_braces_in_the_title_of_a_story_do_no_harm() -> None:
    reply = ask("hello", service_for(replace(TOWN, title="The {title} of {0} {{7*7}}")))
    assert isinstance(reply, Chatted)
    assert "The {title} of {0} {{7*7}}" in reply.text


def test_lists_corrections_newest_first_and_counts_the_rest() -> None:
    facts = tuple(
        replace(COST, id=f"f{n}", revised=f"2031-04-0{n}", correction=f"It said {n}.")
        for n in range(1, 8)
    )
    said = reply_to("corrections", replace(BARE, facts=facts)).splitlines()
    assert "7 April 2031): It said 7." in said[1]
    assert said[-1] == "And 2 more, each shown with its answer."
    undated = reply_to("corrections", replace(BARE, facts=(replace(COST, correction="No."),)))
    assert undated.endswith(": No.")
    silent = reply_to("corrections", replace(BARE, facts=(replace(COST, revised="2031-04-01"),)))
    assert silent.endswith("(1 April 2031)")


def test_names_so_many_topics_and_counts_the_rest() -> None:
    topics = tuple(replace(TOWN.topics[0], title=f"T{n}") for n in range(10))
    assert "and 2 more" in reply_to("coverage", replace(TOWN, topics=topics))
    assert "one question" in reply_to("coverage", BARE)


def test_examples_are_of_what_the_story_tells() -> None:
    assert example_of(replace(TOWN, facts=(REOPENING, COST))) is COST
    assert day("2031-04-03") == "3 April 2031"


def test_a_phrasing_word_for_word_is_the_facts() -> None:
    fact = Fact("all", ("What is this about?", "what is all this"), "The bridge and the mayor.")
    reply = ask("what is this about", service_for(replace(TOWN, facts=(*TOWN.facts, fact))))
    assert not isinstance(reply, Chatted)


def test_a_fact_on_the_story_tells_what_the_header_lacks() -> None:
    wrote = Fact("wrote", ("Who wrote the story?", "author of the story"), "Ada Brook wrote it.")
    lacking = replace(TOWN, facts=(*TOWN.facts, wrote))
    told = ask("byline?", service_for(lacking))
    assert isinstance(told, Answered) or (isinstance(told, Chatted) and told.text == wrote.answer)
    header = ask("the author please", service_for(replace(lacking, authors="Tom Reyes")))
    assert isinstance(header, Chatted)
    assert "Tom Reyes" in header.text


def test_a_fact_asked_for_in_plain_words_wins() -> None:
    found = Fact("found", ("Who found the mistake?", "who noticed the error"), "A cyclist did.")
    reply = ask("who spotted the mistake", service_for(replace(TOWN, facts=(*TOWN.facts, found))))
    assert not isinstance(reply, Chatted)


@pytest.mark.parametrize("text", ["the of and", "Why", "is it", "hmm"])
def test_asks_for_a_question_where_nothing_is_asked(text: str) -> None:
    reply = ask(text)
    assert isinstance(reply, Chatted)
    assert reply.kind == "help"
    assert COST.title in reply.text


def test_what_leans_on_the_last_reply_asks_something() -> None:
    context = Context("Why is the bridge shut?", ("bridge-shut",))
    assert not isinstance(ask("why", context=context), Chatted)
    assert isinstance(ask("the of and", context=context), Chatted)


@pytest.mark.parametrize("text", ["1", "the second one"])
def test_says_so_where_there_is_no_list(text: str) -> None:
    reply = ask(text)
    assert isinstance(reply, Chatted)
    assert "no list" in reply.text
    offered = ask(text, context=Context(offered=("cost", "fare")))
    assert isinstance(offered, Answered)


def test_what_nothing_tells_is_declined_as_before() -> None:
    assert isinstance(ask("who is the president of france"), Declined | Suggested)
    assert REOPENING.status is Status.UNKNOWN


def test_small_talk_shows_its_candidates_as_any_reply_does() -> None:
    assert len(ask("hello").candidates) <= 3


@pytest.mark.parametrize("unit", [" for all all", " for now you", " great", " so much", " hi hi"])
@pytest.mark.parametrize("start", ["thanks", "hi", "great", "what can you help"])
def test_takes_bounded_time_to_tell_that_a_long_text_is_no_small_talk(
    start: str, unit: str
) -> None:
    text = (start + unit * 200)[:990] + " zzz"
    town()
    assert not isinstance(ask(text), Chatted)
    assert effort(lambda: ask(text), tries=1) < 300


def test_a_story_in_another_language_has_its_small_talk_alone() -> None:
    german = language("de")
    recognise = SmallTalk(german)
    found = recognise("vielen dank")
    assert found is not None
    assert (found.kind, found.likelihood) == ("thanks", 1.0)
    assert recognise("thanks") is None


def test_replies_in_the_storys_language_where_it_has_one() -> None:
    german = language("de")
    assert reply_in(german.dialogue.replies, "bye", TOWN).startswith("Auf Wiedersehen!")
    assert (
        reply_in(german.dialogue.replies, "bye", replace(TOWN, chat={"bye": "Servus."}))
        == "Servus."
    )
    assert reply_in(german.dialogue.replies, "privacy", TOWN) == reply_to("privacy", TOWN)
    assert reply_in(language("fr").dialogue.replies, "bye", TOWN) == reply_to("bye", TOWN)


@pytest.mark.parametrize("is_choice", [True, False])
def test_says_how_to_ask_in_the_storys_language(is_choice: bool) -> None:
    german = language("de")
    help_ = reply_in(german.dialogue.replies, "help", TOWN)
    assert unasked(german.dialogue.replies, TOWN, is_choice=is_choice) == help_
    assert f"„{example_of(TOWN).title}“" in help_
    said = unasked(language("fr").dialogue.replies, TOWN, is_choice=is_choice)
    assert ("no list" in said) is is_choice
