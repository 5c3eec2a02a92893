"""What a message says around a question: sentences beside it, polite openings, tags."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[.!?…;:\n]+(?:\s+|$)|,\s+|\s+[–—-]+\s+|[()]+")
_JOINT = re.compile(r" (?:and|or|but|because|cause|so|if|when|whether|cos|cuz|bc|since) ")

_ASKED = r"(?= (?:who|what|whats|when|where|how|why|which|if|is|are|do)\b)"
_LEAD = re.compile(
    r"(?:(?:hi|hey|hello|ok|okay|so|well|um|uh|and|but|please|pls|plz|sorry|excuse me|hmm|oh|"
    r"quick question|i wonder|(?:i )?(?:am |was |just )*(?:wondering|curious)|by the way|btw|"
    r"out of (?:curiosity|interest)|not sure if you (?:can|know)(?: but)?|"
    r"(?:can|could|would|will) (?:you|u|ya|anyone|someone)(?: (?:please|pls|maybe|possibly|kindly|"
    r"just|also))* (?:tell|show|give|explain|let)(?: (?:to )?(?:me|us))?(?: know)?|"
    rf"(?:can|could|may|might) i (?:just )?ask(?: you)?{_ASKED}|"
    rf"do (?:you|u) (?:happen to |even )?know{_ASKED}|"
    r"(?:any|got any|have you got any|do you have any) (?:idea|clue)|"
    r"i (?:just |really )?(?:want|need|would like|like|would love|love|wish|am trying|have)(?: to)?"
    rf"(?: (?:know|find out|ask|hear|learn|see)\b)?(?= \w)|tell me{_ASKED}|let me know|"
    rf"i (?:think|believe|guess|feel|fear)(?: that)?|whether|if)"
    r" )+"
)
"""What leads to a question and is no part of it."""

_TAG = re.compile(r"(?<=\w) (?:\w+ not|\w+nt) (?:you|u|it|this|that)$")
"""What asks for agreement: "aren't you"."""

_SAID_SO = re.compile(r"\b(right now|at the moment)\b|\breal thing\b|\bso far\b")

_SAID = ("right now", "at the moment", "real thing", "so far")

_OF_ASKER = re.compile(r"(?:\w+ ){0,2}(?:i|im|ive|id|my|me|we|our)\b")
_ASKS = re.compile(
    r"(?:who|whose|what|whats|when|where|why|how|which|is|are|do|does|did|can|could|will|would|"
    r"should|has|have|had|was|were|may|name|list|tell|give)\b"
)


def clauses(text: str) -> tuple[str, ...]:
    """The sentences of a message and their parts, as its signs divide them."""
    return tuple(filter(None, _BREAK.split(text)))


def parts(normalised: str) -> tuple[str, ...]:
    """The parts of a sentence that a conjunction joins."""
    return tuple(_JOINT.split(normalised))


def is_of_asker(clause: str) -> bool:
    """Whether a clause only tells of whoever asks: "I work for the council"."""
    return _OF_ASKER.match(clause) is not None and _ASKS.match(clause) is None


def asks(clause: str) -> bool:
    """Whether a clause begins as a question about people, things or reasons does."""
    return clause.startswith(("who", "what", "when", "where", "why", "how", "which"))


def without_frame(clause: str) -> str:
    """A clause without its polite opening and its tag, and with "right now" as "now"."""
    led = _LEAD.match(clause)
    bare = clause[led.end() :] if led else clause
    if " not " in bare or "nt " in bare:
        bare = _TAG.sub("", bare)
    return _SAID_SO.sub(_plainly, bare) if any(said in bare for said in _SAID) else bare


def _plainly(said: re.Match[str]) -> str:
    return "now" if said[1] else "original" if said[0] == "real thing" else ""
