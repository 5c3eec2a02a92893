"""Turns of phrase whose words tell nothing by themselves: greetings, thanks, complaints."""

from __future__ import annotations

import re

WEAK = frozenset("greeting thanks bye praise insult".split())
"""Kinds that are meant only where nothing else is said."""

_CLOSING = (
    r"there|all|everyone|everybody|bot|storybot|again|friend|mate|team|folks|so much|a lot|"
    r"very much|you|now|then|please|me|thanks|thx|cheers|man|dude|buddy|pal"
)
_FOR = r"for (?:the|your|that|this|all|now)"
_TAIL = rf"(?: (?:{_CLOSING}|{_FOR}(?: (?!(?:{_CLOSING}|{_FOR})\b)\w+)?))*"
"""What may follow; each word can be read in one way only, or a search could take for ever."""
_SUBJECT = (
    r"(?:(?:that|this|it|you|u|ur|your)(?: is| was| are| r)? )?(?:(?:just|so|really|totally) )?"
)
_PHRASES = {
    "greeting": (
        r"hi+|hello+|hey+|hiya|heya|howdy|yo|gm|greetings|good (?:morning|afternoon|evening|day)",
        r"how are you(?: doing)?(?: today)?|what(?:s| is)? up|sup|wassup|nice to meet you",
        r"how(?:s| is)? (?:it|everything|life) going|how(?:s| is)? (?:it going|things|life)",
        r"happy (?:birthday|new year|holidays)|merry christmas|congrat(?:s|ulations)|good luck",
        r"test(?:ing)?|ping|(?:is )?any(?:one|body) (?:there|here|home)|(?:are )?you there",
    ),
    "thanks": (
        r"thanks?|thx|ty|tysm|cheers|much appreciated|many thanks|great|perfect|awesome|cool|nice",
        r"that helps|that helped|helpful|thanks? (?:a )?(?:million|bunch|ton|lot)|"
        r"i appreciate (?:it|that)",
        r"got it|ok(?:ay)?(?: thanks?)?|alright|i see|i understand|understood|good to know",
        r"(?:this|it|that)(?: is| was) (?:very|really|so|super) (?:helpful|useful|interesting|"
        r"nice)|(?:that )?makes sense|fair enough|(?:very |how |that )?interesting",
        r"that(?:s| is| was)? (?:helpful|great|useful)|(?:that )?sounds (?:good|great|nice|cool)",
    ),
    "help": (
        r"(?:i am|im|i feel) (?:lost|confused|stuck)|what do you mean",
        r"(?:none|neither)(?: of (?:these|those|them))?",
        r"(?:tell me )?(?:some )?more|(?:what|anything|something) else|go on|continue|menu|options",
        rf"{_SUBJECT}(?:completely )?not (?:what i (?:asked|meant)|an answer|my question)",
    ),
    "about": (r"(?:and )?(?:you are|who u|u who|you who)",),
    "report": (
        rf"{_SUBJECT}(?:completely |a )?(?:wrong|incorrect|inaccurate)(?: answer)?",
        rf"{_SUBJECT}(?:completely )?not (?:right|true|correct)",
    ),
    "bye": (
        r"bye+|bye bye|goodbye|good bye|good night|gn|see (?:you|ya|u)(?: later| soon| tomorrow)?",
        r"cya(?: later)?|goodnight|farewell|later|laters|take care|that(?:s| is)? all|ciao|"
        r"ttyl|talk (?:to you )?later",
        r"never ?mind|nvm|forget (?:about )?it|i am (?:done|off|leaving)|(?:i )?(?:have to|"
        r"got to|gotta|must|better) (?:go|run|dash|leave)",
        r"go away|shut up|be quiet|leave me alone|stop(?: it)?|g2g|until next time",
        r"have a (?:nice|good|great) (?:day|one|evening|night|weekend)",
    ),
    "praise": (
        r"(?:nice|good|great|amazing|excellent) (?:one|job|work|answer|bot|stuff)|well done|bravo",
        r"you (?:rock|rule)|way to go|i (?:love|like) (?:you|this|it|this bot)|love (?:you|it|"
        r"this)",
    ),
    "insult": (
        rf"{_SUBJECT}(?:a )?(?:useless|stupid|dumb|rubbish|no help|no use|not helpful|"
        rf"(?:bad|terrible|awful)(?= (?:bot|answer)))"
        r"(?: (?:bot|answer|piece of (?:junk|trash|garbage|crap)))?",
        r"(?:shut up )?(?:you )?(?:idiot|moron)|you suck|screw you|(?:i )?hate you|(?:bad|"
        r"worst|terrible) (?:bot|answer)",
    ),
}
_HELLO = (
    r"(?:(?:hi|hello|hey|hiya|ok|okay|well|oh|ah|so|and|wow|great|cool|perfect|thanks|thank you|"
    r"thx|ty) )*"
)
_COMPILED = tuple(
    (kind, re.compile(f"{_HELLO}(?:{'|'.join(phrases)}){_TAIL}"))
    for kind, phrases in _PHRASES.items()
)


def idiom(normalised: str) -> str | None:
    """The kind of small talk that a normalised text is, word for word; None for anything else."""
    return next((kind for kind, pattern in _COMPILED if pattern.fullmatch(normalised)), None)
