"""What the bot says of itself and its story: in the file's own words, else from its header."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.core.model import Fact, Status, Story

MAIN_POINTS = 5
"""Points told at once."""

CORRECTIONS = 5
"""Corrections told at once, newest first."""

TOPICS = 8
"""Topics named at once."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

LANGUAGES = {
    "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_PLAIN = {
    "greeting": "Hello! Ask me anything about “{title}”.",
    "thanks": "You're welcome! Is there anything else you would like to know about “{title}”?",
    "praise": "Thank you, that is kind of you! What else would you like to know about “{title}”?",
    "insult": "I am sorry that I was no help. Try it in other words, for example: {example}",
    "bye": "Goodbye! Come back any time with a question about “{title}”.",
    "help": "Ask me in your own words about “{title}”, for example: {example} "
    "I answer only from what the story reports.",
    "about": "I am a bot that answers questions about “{title}” from curated facts{each}. "
    "When the story does not tell, I say so.",
    "origin": "People wrote my answers down beforehand, as facts from the story: {cited}.{named}",
    "model": "No, I am not a language model, and none writes a word of what I say. I look for the "
    "fact that fits your question and show it as people wrote it, from “{title}”.",
    "honesty": "I make nothing up: I only show facts that people wrote down from “{title}”{each}, "
    "and say so when the story does not tell. I can misunderstand a question, "
    "though, so please check {what} matters to you.",
    "privacy": "I keep your last question for some minutes, so that you can follow up. What is "
    "stored for longer is stored under a code instead of your name. Ask for /privacy (in Slack: "
    "/story privacy) to see all that is kept, and to delete what is kept of you.",
    "languages": "I read questions in {language}, the language of my facts, and I do not "
    "translate.",
    "distress": "I am only a program that answers questions about a news story, and I cannot help "
    "with this. If you or somebody near you is in danger, please call the emergency number where "
    "you are (112 in Europe, 999 in Britain, 911 in North America). And you need not be alone with "
    "it: https://findahelpline.com lists people to talk to, free of charge, in most countries.",
    "unsupported": "Sorry, that is not something I do. I answer questions about “{title}”, for "
    "example: {example}",
}
"""Replies that need no more than the story's title, an example and the like."""

ASK_A_QUESTION = "Please ask me a whole question about “{title}”, for example: {example}"
NO_LIST = "There is no list to choose from at the moment. Ask me a question, for example: {example}"


def reply_to(kind: str, story: Story) -> str:
    """The file's own reply to `kind`, or the one made from its header."""
    own = story.chat.get(kind)
    if own is not None:
        return own
    if kind in _MADE:
        return _MADE[kind](story)
    return _filled(_PLAIN[kind], story)


def reply_in(replies: Mapping[str, str], kind: str, story: Story) -> str:
    """The file's own reply to `kind`, or that of its language, one of `replies`; in English where
    it has none."""
    own = replies.get(kind)
    if own is None or kind in story.chat:
        return reply_to(kind, story)
    return own.format(title=story.title, example=example_of(story).title)


def unasked(replies: Mapping[str, str], story: Story, *, is_choice: bool) -> str:
    """What is said to words that ask nothing, or to a choice where nothing was offered."""
    if replies:
        return reply_in(replies, "help", story)
    return _filled(NO_LIST if is_choice else ASK_A_QUESTION, story)


def _filled(form: str, story: Story) -> str:
    is_sourced = bool(story.publisher or story.url or any(fact.quotes for fact in story.facts))
    return form.format(
        each=", each with its source" if is_sourced else "",
        named=" Each answer names its source." if is_sourced else "",
        what="the source of what" if is_sourced else "what",
        title=story.title,
        example=f"“{example_of(story).title}”",
        cited=_cited(story),
        language=LANGUAGES.get(story.language, story.language),
    )


def example_of(story: Story) -> Fact:
    """The first fact that the story tells; the first of all where it tells none."""
    return next((fact for fact in story.facts if fact.is_known), story.facts[0])


def day(date: str) -> str:
    """A date of the file as readers write it: "2031-04-03" is "3 April 2031"."""
    year, month, number = date.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def _cited(story: Story) -> str:
    published = None if story.published is None else day(story.published)
    return ", ".join(filter(None, (f"“{story.title}”", story.publisher, published)))


def _published(story: Story, what: str = "It") -> str | None:
    """By whom and when `what` was published, as far as the file says; None where it does not."""
    by = f" by {story.publisher}" if story.publisher else ""
    on = f" on {day(story.published)}" if story.published else ""
    return f"{what} was published{by}{on}." if by or on else None


def _or_known(missing: str, story: Story) -> str:
    """That the file does not say `missing`, and what it does say of where the story is from."""
    known = _published(story, "The story") or f"The story's title is “{story.title}”."
    return f"The file does not say {missing}. {known}"


def _summary(story: Story) -> str:
    if story.summary is not None:
        return story.summary
    return f"The file has no summary of it. {_cited(story)}: {_coverage(story)}"


def _points(story: Story) -> str:
    points = [
        f"- {_point(fact)}{' (This may have changed.)' if story.has_expired(fact) else ''}"
        for fact in _first_facts(story)
    ]
    return "\n".join(("The main points:", *points)) if points else _summary(story)


def _point(fact: Fact) -> str:
    who = fact.according_to
    if who is None or fact.status is Status.ESTABLISHED or who in fact.answer:
        return fact.answer
    return f"{fact.answer} (According to {who}.)"


def _first_facts(story: Story) -> list[Fact]:
    """The first known fact of each topic that has one; without topics the first of all."""
    known = [fact for fact in story.facts if fact.is_known]
    by_topic = {fact.topic: fact for fact in reversed(known)}
    named = [by_topic[topic.id] for topic in story.topics if topic.id in by_topic]
    return (named or known)[:MAIN_POINTS]


def _publisher(story: Story) -> str:
    if story.publisher is None:
        return _or_known("who published it", story)
    return f"{_published(story)}"


def _day_published(story: Story) -> str:
    if story.published is None:
        return _or_known("when it was published", story)
    return f"{_published(story)}"


def _source(story: Story) -> str:
    if story.url is None:
        return _or_known("where it can be read", story)
    return f"You can read it here: {story.url} ({_cited(story)})."


def _authors(story: Story) -> str:
    if story.authors is None:
        return _or_known("who wrote it", story)
    return " ".join(filter(None, (f"It was written by {story.authors}.", _published(story))))


def _editor(story: Story) -> str:
    if story.editor is None:
        return f"{_or_known('who keeps this bot and its facts', story)}{_reach(story)}"
    return f"This bot and its facts are kept by {story.editor}.{_reach(story)}"


def _reach(story: Story) -> str:
    return "" if story.contact is None else f" You can reach the editors here: {story.contact}"


def _checked(story: Story) -> str:
    newest = max((fact.checked for fact in story.facts if fact.checked), default="")
    if not (story.checked or newest):
        missing = _or_known("when its facts were last checked", story)
        return f"{missing}{_holds(story)} I know nothing newer than it."
    on = day(story.checked or newest)
    if story.checked and newest > story.checked:
        on += f", some of them on {day(newest)}"
    facts = "The facts" if story.checked else "Some of the facts"
    published = f"{_published(story, 'The story')} " if story.published else ""
    return (
        f"{published}{facts} were last compared with the story on {on}.{_holds(story)} "
        "What has happened since, I do not know."
    )


def _holds(story: Story) -> str:
    """What the file says of how long its facts hold."""
    past = story.expired
    if 0 < len(past) < len(story.facts):
        return f" Past their date, so they may have changed: {len(past)} of {len(story.facts)}."
    until = story.until(past[-1] if past else None)
    if until is None:
        return ""
    hold = "They may have changed: they were" if past else "They are"
    return f" {hold} expected to hold until {day(until)}."


def _corrections(story: Story) -> str:
    corrected = [fact for fact in story.facts if fact.revised or fact.correction]
    if not corrected:
        return "No corrections are on file for these facts."
    newest = sorted(corrected, key=lambda fact: fact.revised or "", reverse=True)
    lines = [f"- {_correction(fact)}" for fact in newest[:CORRECTIONS]]
    more = len(corrected) - CORRECTIONS
    rest = [f"And {more} more, each shown with its answer."] if more > 0 else []
    return "\n".join(("These facts have been corrected:", *lines, *rest))


def _correction(fact: Fact) -> str:
    on = f" ({day(fact.revised)})" if fact.revised else ""
    said = f": {fact.correction}" if fact.correction else ""
    return f"{fact.title}{on}{said}"


def _coverage(story: Story) -> str:
    known = [fact for fact in story.facts if fact.is_known]
    told = {fact.topic for fact in known}
    topics = [f"“{topic.title}”" for topic in story.topics if topic.id in told]
    on = f" Topics: {', '.join(_some(topics))}." if topics else ""
    example = example_of(story).title
    count = f"{len(known)} questions" if len(known) != 1 else "one question"
    return f"I know the answer to {count} about “{story.title}”.{on} For example: “{example}”"


def _some(topics: list[str]) -> Iterable[str]:
    more = len(topics) - TOPICS
    return topics if more <= 0 else (*topics[:TOPICS], f"and {more} more")


def _report(story: Story) -> str:
    where = "" if story.contact is None else f" You can also write to {story.contact}"
    return (
        "I am sorry if I got something wrong. Press 👎 below the answer, where there is one, and "
        f"say what is wrong: the editors will see it.{where}"
    )


_MADE: dict[str, Callable[[Story], str]] = {
    "summary": _summary,
    "points": _points,
    "publisher": _publisher,
    "published": _day_published,
    "source": _source,
    "authors": _authors,
    "editor": _editor,
    "checked": _checked,
    "corrections": _corrections,
    "coverage": _coverage,
    "report": _report,
}
"""Replies that depend on what the header says."""

KINDS = (*_MADE, *_PLAIN)
"""All kinds of what is said to the bot itself."""


HEADER = {
    "summary": "summary",
    "publisher": "publisher",
    "published": "published",
    "source": "url",
    "authors": "authors",
    "checked": "checked",
}
"""The key of the header that a kind of reply is from."""


def is_in_header(kind: str, story: Story) -> bool:
    """Whether the file has what a reply of `kind` is made from, or a reply of its own."""
    return kind in story.chat or kind not in HEADER or getattr(story, HEADER[kind]) is not None
