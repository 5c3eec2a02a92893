"""A question in another language is told so in it; a story may be in one, and has all it needs."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from bot.compose.stories import service_for
from bot.core.model import Answered, Chatted, Context, Declined, Question, Suggested
from bot.core.service import QuestionService
from bot.knowledge.loader import load
from bot.matching.language.analysis import Analyser
from bot.matching.language.foreign import NONE
from bot.matching.language.language import CHAT, PLAIN, Language
from bot.matching.language.sections import Sections
from bot.matching.language.vectors import HashVectors
from bot.matching.shipped import DATA, english, language, vectors_of
from tests.benchmarks.languages import (
    QUESTIONS,
    TESTS,
    mistaken,
    told_apart,
    told_in,
    verdicts,
)
from tests.core.invented import TOWN, ask, town

GERMAN, SPANISH = language("de"), language("es")
FULL = [english(), GERMAN, SPANISH]


@pytest.fixture(scope="module")
def german() -> QuestionService:
    return service_for(load(TESTS / "stories/de/knowledge.yaml"))


@pytest.fixture(scope="module")
def spanish() -> QuestionService:
    return service_for(load(TESTS / "stories/es/knowledge.yaml"))


# --- told apart ---


def test_recognises_twenty_languages(second_story: QuestionService) -> None:
    told = told_apart(second_story)
    assert sum(one.to == one.language for one in told) >= 95


def test_takes_no_english_question_for_another(second_story: QuestionService) -> None:
    assert len(mistaken(second_story, QUESTIONS / "english.jsonl")) <= 1


@pytest.mark.parametrize("name", ["tuning.jsonl", "tuning-2.jsonl"])
def test_takes_no_question_to_another_story_for_one(
    second_story: QuestionService, name: str
) -> None:
    assert mistaken(second_story, QUESTIONS / name) == []


def test_takes_no_question_for_another_language_in_a_german_or_spanish_story(
    german: QuestionService, spanish: QuestionService
) -> None:
    for service, story in ((german, "de"), (spanish, "es")):
        assert mistaken(service, TESTS / "stories" / story / "questions.jsonl") == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("wie teuer war die fähre?", "de"),
        ("¿Cuánto costó el barco?", "es"),
        ("cuanto costo el barco", "es"),
        ("quanto custou a balsa?", "pt"),
        ("combien a coûté le bateau ?", "fr"),
        ("почему закрыт мост", "ru"),
        ("чому міст закрито", "uk"),
        ("لماذا أغلق الجسر", "ar"),
        ("چرا پل بسته شد", "fa"),
        ("桥为什么关闭", "zh"),
        ("なぜ橋は閉まっているの", "ja"),
        ("다리는 왜 폐쇄되었나요", "ko"),
        ("Osprey II 是什么时候下水的", "zh"),
        ("danke", "de"),
    ],
)
def test_says_so_in_the_readers_language(question: str, code: str) -> None:
    service = service_for(TOWN)
    assert told_in(service, question) == code
    reply, _ = service.ask(Question(question))
    assert isinstance(reply, Chatted)
    assert TOWN.title in reply.text
    assert TOWN.facts[0].title in reply.text
    assert "{" not in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "what does 深度求索 mean",
        "what does 'wie geht es' mean",
        "who is Hans de Groot",
        "El Niño",
        "São José",
        "Maria de la Cruz",
        "die hard",
        "how much ist das",
        "fеrrу",  # Cyrillic e and y
        "à la carte",
        "<@1> why is the bridge shut?",
        "see https://ejemplo.example/el/puente/por/que why is the bridge shut",
    ],
)
def test_names_loan_words_and_mixtures_are_no_other_language(question: str) -> None:
    assert told_in(service_for(TOWN), question) is None


@pytest.mark.parametrize(
    ("question", "code"),
    [("Kannst du Deutsch?", "de"), ("parlez-vous français ?", "fr"), ("parli italiano?", "it")],
)
def test_whoever_asks_for_a_language_is_told_in_it(question: str, code: str) -> None:
    assert told_in(town(), question) == code


def test_the_storys_own_words_win() -> None:
    analyser = Analyser({"Por Que": []}, english())
    analyser.learn(["gare", "nord", "ferme"])
    assert analyser.recognise("gare nord fermé") is None
    assert analyser.recognise("por que ferme") is None


@pytest.mark.parametrize(
    "question", ["Wie viel kostet das Schiff?", "Sagen Sie mir bitte, wie viel kostet das Schiff?"]
)
def test_what_is_surely_answered_is_answered_in_any_language(question: str) -> None:
    fact = replace(TOWN.facts[0], questions=("Wie viel kostet das Schiff?",))
    service = service_for(replace(TOWN, facts=(fact, *TOWN.facts[1:])))
    assert isinstance(ask(question, service), Answered)


def test_a_conversation_goes_on_after_it() -> None:
    service = service_for(TOWN)
    before = Context("how much did the ferry cost", ("cost",))
    _, after = service.ask(Question("wie teuer war die fähre?"), before)
    assert after == before


def test_what_is_no_word_of_the_language_is_not_repaired() -> None:
    reply = ask("wie teuer war die ferie")
    assert isinstance(reply, Chatted)
    assert reply.explanation.repairs == ()


def test_english_is_recognised_where_the_story_is_in_another(german: QuestionService) -> None:
    assert told_in(german, "How much does the repair cost?") == "en"
    reply, _ = german.ask(Question("How much does the repair cost?"))
    assert isinstance(reply, Chatted)
    assert "in German" in reply.text


def test_other_languages_than_these_name_themselves_in_the_reply() -> None:
    story = replace(TOWN, language="fr")
    reply, _ = service_for(story).ask(Question("wo ist die brücke und warum?"))
    assert isinstance(reply, Chatted)
    assert "in dieser Sprache: français" in reply.text


def test_right_to_left_keeps_the_storys_words_in_their_own_direction() -> None:
    reply, _ = service_for(TOWN).ask(Question("מדוע הגשר סגור"))
    assert isinstance(reply, Chatted)
    assert f"\u2068{TOWN.title}\u2069" in reply.text


def test_a_russian_story_tells_ukrainian_by_its_words() -> None:
    russian = language("ru").foreign
    nothing = frozenset[str]().__contains__
    found = russian.recognise("чому міст закрито", nothing, nothing)
    assert found is not None
    assert found.code == "uk"
    assert russian.recognise("почему закрыт мост", nothing, nothing) is None


def test_nothing_is_recognised_where_no_language_is_known() -> None:
    nothing = frozenset[str]().__contains__
    assert NONE.recognise("wo ist die brücke", nothing, nothing) is None
    assert Analyser().recognise("wo ist die brücke") is None


def test_every_language_has_a_reply_and_ways_to_name_the_others() -> None:
    table = Sections((DATA / "languages.txt").read_text(encoding="utf-8"))
    codes = [name for name in table.names() if " " not in name]
    assert len(codes) == 21
    for code in codes:
        facts = table.table(code)
        assert {"{title}", "{language}", "{example}"} <= set(re.findall(r"\{\w+\}", facts["reply"]))
        assert {"in de", "in es", "in other"} <= set(facts)
        assert code == "en" or "in en" in facts
        both = set(table.words(f"{code} sure")) & set(table.words(f"{code} hints"))
        assert both == set(), code


# --- German and Spanish ---


def test_german_and_spanish_stories_are_answered(
    german: QuestionService, spanish: QuestionService
) -> None:
    for service, story in ((german, "de"), (spanish, "es")):
        found = verdicts(service, story)
        assert found["right"] + found["told right"] >= 34  # of 45: 75 %
        assert found["wrong"] <= 2
        assert found["false"] <= 5


@pytest.mark.parametrize(
    ("own", "typed", "read"),
    [
        (GERMAN, "Größe: 1,8 Mio. €", "groesse 1.8 millionen euro"),
        (GERMAN, "GROESSE 40.000 Liter", "groesse 40000 liter"),
        (GERMAN, "Straße z.B. 5 %", "strasse zum beispiel 5 prozent"),
        (SPANISH, "¿Cuántos años? ¡240.000 €!", "cuantos anos 240000 euro"),
        (SPANISH, "1,5 millones", "1.5 millones"),
        (SPANISH, "los Estados Unidos", "los america"),
        (language("ru"), "Почему Ёлка, Йод?", "почему ёлка йод"),
        (language("zh"), "桥在2031年关闭", "桥 在 2031 年 关 闭"),
        (language("th"), "สะพาน", "ส ะ พ า น"),
        (PLAIN, "can't 50k", "can t 50k"),
    ],
)
def test_reads_what_the_language_needs(own: Language, typed: str, read: str) -> None:
    assert own.normalise(typed) == read


@pytest.mark.parametrize(
    ("own", "one", "other"),
    [
        (GERMAN, "gekauft", "kaufen"),
        (GERMAN, "aufgebaut", "aufbauen"),
        (GERMAN, "geschlossen", "Schließung"),
        (GERMAN, "Leiterin", "Leiter"),
        (GERMAN, "Häuser", "Haus"),
        (SPANISH, "llegaron", "llegar"),
        (SPANISH, "cuesta", "costar"),
        (SPANISH, "excavación", "excavar"),
        (language("fr"), "mangeait", "manger"),
    ],
)
def test_forms_of_a_word_have_one_stem_in_any_language(own: Language, one: str, other: str) -> None:
    assert own.stem(own.normalise(one)) == own.stem(own.normalise(other))


@pytest.mark.parametrize(
    ("own", "question", "kind"),
    [
        (GERMAN, "wer hat das gesagt", "who"),
        (GERMAN, "in welchem jahr", "when"),
        (GERMAN, "wohin geht es", "where"),
        (GERMAN, "wie viele liter", "how many"),
        (GERMAN, "wieso denn", "why"),
        (SPANISH, "quien lo dijo", "who"),
        (SPANISH, "en que ano", "when"),
        (SPANISH, "adonde va", "where"),
        (SPANISH, "cuantas personas", "how many"),
        (SPANISH, "por que", "why"),
    ],
)
def test_knows_what_is_asked_for(own: Language, question: str, kind: str) -> None:
    assert kind in own.kinds_asked(question)


@pytest.mark.parametrize(
    ("own", "said", "kind"),
    [
        (GERMAN, "Hallo!", "greeting"),
        (GERMAN, "vielen Dank", "thanks"),
        (GERMAN, "Was kannst du?", "help"),
        (GERMAN, "bist du eine KI oder ein Mensch?", "about"),
        (GERMAN, "Tschüss", "bye"),
        (SPANISH, "¡Hola!", "greeting"),
        (SPANISH, "muchas gracias", "thanks"),
        (SPANISH, "¿qué puedes hacer?", "help"),
        (SPANISH, "¿eres una IA?", "about"),
        (SPANISH, "adiós", "bye"),
    ],
)
def test_small_talk_is_known_and_replied_to(own: Language, said: str, kind: str) -> None:
    story = replace(TOWN, language=own.code)
    reply, _ = service_for(story).ask(Question(said))
    assert isinstance(reply, Chatted)
    assert reply.kind == kind
    assert reply.text.startswith(own.dialogue.replies[kind].partition("{")[0])


@pytest.mark.parametrize("own", FULL, ids=lambda own: own.code)
def test_a_language_of_its_own_is_complete(own: Language) -> None:
    full = Sections((DATA / "en/language.txt").read_text(encoding="utf-8"))
    mine = Sections((DATA / own.code / "language.txt").read_text(encoding="utf-8"))
    particular = {"typed", "opened", "put together", "units glued"}
    assert set(full.names()) - set(mine.names()) <= particular
    assert set(own.dialogue.replies) == (set() if own.code == "en" else set(CHAT))
    assert all(len(own.normalise(word).split()) >= 1 for word in own.function_words)
    assert set(own.lexicon.opposites) <= {
        idea for ideas in own.lexicon.ideas.values() for idea in ideas
    }


@pytest.mark.parametrize(
    ("own", "negated", "asking"),
    [
        (GERMAN, "wer hat das nicht gesagt und warum", "ist das wahr oder nicht"),
        (SPANISH, "quien no vino ayer", "abre o no"),
    ],
)
def test_tells_a_denial_from_a_question(own: Language, negated: str, asking: str) -> None:
    reader = Analyser({}, own)
    assert reader.analyse(negated).negated
    assert not reader.analyse(asking).negated


def test_follows_up_in_german(german: QuestionService) -> None:
    reply, context = german.ask(Question("Wie lang ist der Riss?"))
    assert isinstance(reply, Answered)
    again, _ = german.ask(Question("wer sagt das?"), context)
    assert isinstance(again, Answered)
    assert again.fact == reply.fact
    more, _ = german.ask(Question("noch mehr"), context)
    assert isinstance(more, Suggested)
    taken, _ = german.ask(Question("die zweite"), Context("", (), ("kosten", "kiosk")))
    assert isinstance(taken, Answered)
    assert taken.fact.id == "kiosk"


def test_a_surname_stands_for_the_name_where_no_list_says_what_is_a_word() -> None:
    names = {"Ada Meister-Lohe": [], "Amt für Wasser": [], "Bad Ort": ["BO"]}
    reader = Analyser(names, GERMAN)
    assert reader.analyse("wer ist lohe").names
    assert not reader.analyse("was macht das amt").names
    assert not reader.analyse("wo ist wasser").names


def test_a_word_without_a_list_of_words_is_repaired_with_care() -> None:
    reader = Analyser({}, GERMAN)
    reader.learn(["bericht", "wasser", "verein", "rutsche", "sanierung", "kosten", "stadt"])

    def read(text: str) -> tuple[str, ...]:
        return reader.analyse(text).words

    assert read("gericht herein") == ("gericht", "herein")
    assert read("wassser ruzsche stat") == ("wasser", "rutsche", "stadt")
    assert read("sanierungskosten") == ("sanierung", "kosten")
    assert read("rad") == ("rad",)


def test_hashed_words_are_like_themselves_alone() -> None:
    vectors = vectors_of(GERMAN)
    assert isinstance(vectors, HashVectors)
    one, other, same, empty = vectors.embed(["haus", "boot", "häuser", ""])
    assert np.dot(one, same) == pytest.approx(1.0)
    assert abs(np.dot(one, other)) < 0.3
    assert not empty.any()


def test_a_story_in_a_language_without_a_file_answers_too() -> None:
    facts = (
        replace(TOWN.facts[0], questions=("Combien coûte le bateau ?",), answer="Dix euros."),
        replace(TOWN.facts[1], questions=("Quand part le train ?",), answer="À midi."),
    )
    service = service_for(replace(TOWN, facts=facts, names={}, language="fr-CA"))
    reply, _ = service.ask(Question("Combien coûte le bateau ?"))
    assert isinstance(reply, Answered)
    declined, _ = service.ask(Question("Quel temps fera la météo demain ?"))
    assert isinstance(declined, Declined)


def test_a_section_goes_on_over_lines_and_stands_for_parts() -> None:
    data = Sections("[parts]\nsea = (?:sea|\n    ocean)\n\n[x]\n# no\nthe <sea> <other>\n")
    assert data.lines("x") == ["the (?:sea|ocean) <other>"]
    assert data.lines("y") == []


@pytest.mark.parametrize("code", ["en", "de", "es"])
def test_words_for_signs_and_units_are_spelt_as_texts_are_read(code: str) -> None:
    own, data = language(code), Sections((DATA / code / "language.txt").read_text("utf-8"))
    for section in ("symbols", "units", "units glued"):
        for word in data.table(section).values():
            assert own.normalise(word) == word, section


def test_a_million_with_an_accent_is_one() -> None:
    assert Analyser({}, language("es")).analyse("cuesta 1 millón").numbers == {1_000_000.0}
