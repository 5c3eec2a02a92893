"""Openings that tell what is asked for, whatever follows: a poem about X, are you X."""

from __future__ import annotations

import re

_FUN = (
    r"(?:jokes?|poems?|songs?|limericks?|haikus?|raps?|riddles?|quiz(?:zes)?|flashcards?|games?|"
    r"crosswords?|timelines?|memes?|drawings?|cartoons?)"
)
_WORKS = (
    r"(?:essays?|e ?mails?|letters?|tweets?|posts?|scripts?|codes?|programs?|speech(?:es)?|"
    r"reviews?|"
    r"articles?|stor(?:y|ies)|headlines?|pictures?|images?|videos?|podcasts?|charts?|graphs?|"
    r"tables?|"
    r"maps?|diagrams?)"
)
_PLEASE = r"(?:(?:please|hey|ok|now|can you|could you|will you|would you|i want you to|do you) )*"
_REQUEST = re.compile(
    rf"{_PLEASE}(?:(?:write|compose|draft|draw|make|create|generate|tell|give|play|sing|paint|know)"
    rf"(?: me| us)?(?: an?| any| another| some)?(?: \w+)? {_FUN} (?:about|on|for|of|with|in) .+"
    rf"|(?:write|compose|draft|draw|generate|paint)(?: me| us)? (?:an?|any|another|some)(?: \w+)? "
    rf"{_WORKS}\b.*"
    r"|(?:translate|sing|draw|paint|quiz me) .+|(?:how (?:do|would) you|how to) say .+ in \w+"
    r"|(?:set|create) (?:me )?(?:an?|the) (?:timer|alarm|reminder)\b.*"
    r"|(?:ping|e ?mail|notify|alert|message|text|remind|warn) me (?:\w+ ){0,3}(?:when|if|once|"
    r"as soon as|about)\b.*"
    r"|remind me (?:to|in|at|on|later|tomorrow)\b.*)"
)
"""What is asked to be made, which a bot that only tells facts does not make."""

_VERBS = frozenset(
    "please hey ok now can could will would i do write compose draft draw make create "
    "generate tell "
    "give play sing paint know translate quiz how what set ping email e notify alert message text "
    "remind warn".split()
)
_BEGINNINGS = frozenset("so are r is do does".split())
"""The words that such openings begin with."""

_BOT = r"(?:you|u|(?:this|the) (?:bot|chatbot|app|thing))"
_MADE_WITH = re.compile(
    rf"(?:are|r|is|do|does) {_BOT} (?:\w+ )?(?:use|using|powered by|based on|run on|running on|"
    r"built (?:on|with)|made with|connected to|linked to)(?: \w+){1,3}"
)
_MADE_BY = re.compile(
    rf"(?:are|r|is|do|does) {_BOT} (?:\w+ )?(?:run by|made by|owned by|operated by|work for|"
    r"belong to|part of|affiliated with|related to|from)(?: \w+){1,4}"
)
_IS_BOT = re.compile(
    rf"(?:so )?(?:are|r|is) {_BOT} (?:an? |the |like |just |"
    rf"really )*(\w+)(?: or \w+(?: \w+){{0,2}})?"
)
_IS_THIS = re.compile(
    r"(?:so )?is (?:this|it|that) (from |by )?(?:the )?(\w+)(?: or \w+(?: \w+){0,3})?"
)


def is_request(normalised: str) -> bool:
    """Whether a text asks that something be made, told for fun, translated or foretold."""
    return _first(normalised) in _VERBS and _REQUEST.fullmatch(normalised) is not None


def of_bot(normalised: str) -> tuple[str, str] | None:
    """The kind of a question what the bot is, is made with or by, and the word for what it may be.

    Instead of a kind "this" where it asks what "this" is, and "from" where it asks whence.
    """
    if _first(normalised) not in _BEGINNINGS:
        return None
    if _MADE_WITH.fullmatch(normalised):
        return "model", ""
    if _MADE_BY.fullmatch(normalised):
        return "editor", ""
    if found := _IS_BOT.fullmatch(normalised):
        return "about", found[1]
    found = _IS_THIS.fullmatch(normalised)
    return None if found is None else ("from" if found[1] else "this", found[2])


def _first(normalised: str) -> str:
    return normalised.partition(" ")[0]
