"""What a question asks for: a person, a time, a place, a number, a reason, a way; and for whom."""

from __future__ import annotations

import re

_KINDS = {
    "who": r"\bwho(?:m|se)?\b"
    r"|\b(?:which|what) (?:\w+ )?(?:person|man|woman|people|individual|figure)\b"
    r"|\bname (?:of )?the (?:\w+ )?(?:person|man|woman|people|individual|guy|boss)\b",
    "when": r"\bwhen\b|\b(?:which|what|in|on|the|exact|calendar|give|name|of)\W+"
    r"(?:\w+ )?(?:year|years|month|day|date|dates|time)\b|\bhow (?:long ago|recently|soon|old)\b"
    r"|\b(?:year|month|date|day|birthday|birthdate)\b",
    "where": r"\bwhere(?:abouts)?\b"
    r"|\b(?:which|what|the|home) (?:\w+ )?(?:city|town|country|countries|"
    r"place|province|region|village|location|nation|nations|state|capital|campus|street|address)\b",
    "how many": r"\bhow (?:many|much|big|large|high|great|few|often|far|tall|wide|heavy|small)\b"
    r"|\b(?:number|amount|count|total|figure|percentage|percent|share|proportion|portion|sum|size|"
    r"multiple|factor|tally|quantity|headcount|price|cost|bill|value)\b",
    "how long": r"\bhow long\b|\b(?:duration|length)\b",
    "why": r"\bwhy\b|\bhow come\b|\b(?:reason|reasons|cause|causes|motive|purpose|rationale)\b"
    r"|\bwhat (?:\w+ )?(?:made|makes|caused|causes|prompted|led|drove|drives|moved|pushed|"
    r"triggered|sparked|spooked|explains|justified|motivated)\b|\bwhat for\b|\bhow so\b",
    "name": r"\bnames?\b|\bnamed\b|\bcalled\b|\bidentify\b|\bidentity\b",
    "how": r"\bhow\b(?! (?:many|much|big|large|high|great|few|often|far|tall|wide|heavy|small|long|"
    r"old|come|so|soon|recently)\b)|\bin what way\b|\bby what means\b",
}
_ASKS_WHAT = re.compile(r"\b(?:what|which)\b")
_WHAT = frozenset({"what"})
"""Asked of a question with "what" or "which" that asks for none of the other kinds."""

_ABOUT_ASKER = re.compile(
    r"\b(?:who|what|where|how(?: \w+)?) am i\b"
    r"|\b(?:who|what|where|when|which|how(?: \w+)?) (?:is|are|was|were) my\b"
    r"|\b(?:do|does|did|is|are|was|were|will|should) my\b|\bmy own\b"
)
"""What somebody is or has. "Can I", "when do we" and the like ask what holds for anyone."""

_ABOUT_ANSWERER = re.compile(
    r"\b(?:do|did|are|were|will|would|have) you (?:(?:ever|really|also|even|personally) )?(?:like|"
    r"love|hate|eat|drink|sleep|dream|live|cost|weigh|earn|vote|feel|prefer|recommend|believe in|"
    r"think (?:of|about)|happy|sad|angry|afraid|bored|tired|married|single|alive|old|tall|born)\b"
    r"|\b(?:who|what|where|when|which) (?:is|are|was|were) your "
    r"(?!sources?\b|article\b|story\b|evidence\b|proof\b|answers?\b)"
    r"|\bwhat do you think$"
)
"""What the bot itself would do, has or is, and not what it knows."""

_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS.items())


def kinds_asked(normalised: str) -> frozenset[str]:
    """The kinds of thing that a normalised question asks for; empty where it does not show."""
    kinds = frozenset(kind for kind, pattern in _PATTERNS if pattern.search(normalised))
    return kinds or (_WHAT if _ASKS_WHAT.search(normalised) else kinds)


def is_about_asker(normalised: str) -> bool:
    """Whether a normalised question is about whoever asks it: "how do I apply", "is my home"."""
    return _ABOUT_ASKER.search(normalised) is not None


def is_about_answerer(normalised: str) -> bool:
    """Whether a normalised question is about whoever answers: "do you like it", "your boss"."""
    return _ABOUT_ANSWERER.search(normalised) is not None
