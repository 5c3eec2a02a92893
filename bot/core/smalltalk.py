"""Small talk: what is no question about the story, and the shipped replies to it."""

from __future__ import annotations

import re
from collections.abc import Mapping

KINDS = ("greeting", "thanks", "help", "about", "bye")

_CLOSING = (
    r"there|all|everyone|everybody|bot|storybot|again|friend|mate|team|folks|so much|a lot|"
    r"very much|you|now|then|please|me"
)
_FOR = r"for (?:the|your|that|this|all|now)"
_TAIL = rf"(?: (?:{_CLOSING}|{_FOR}(?: (?!(?:{_CLOSING}|{_FOR})\b)\w+)?))*"
"""What may follow; each word can be read in one way only, or a search could take for ever."""
_SOMEBODY = (
    r"(?:a |an )?(?:real |actual )?(?:bot|human(?: being)?|real|robot|ai|machine|llm|chatbot|"
    r"person|computer|program|language model|alive|not)"
)
_COMPLAINTS = (
    r"(?:(?:that|this|it|you)(?: is| was| are)? )?(?:(?:just|so|really|completely|totally) )?"
    r"(?:a )?(?:wrong|incorrect|useless|stupid|dumb|rubbish|no help|"
    r"(?:bad|terrible)(?= (?:bot|answer))|"
    r"not (?:what i (?:asked|meant)|right|true|correct|helpful|an answer))"
    r"(?: (?:bot|answer|piece of (?:junk|trash|garbage|crap)))?",
    r"you (?:do|did) not (?:understand|answer)(?: (?:me|my question|the question))?",
)
"""What somebody says whom an answer did not help: the reply is how to ask."""
_PHRASES = {
    "greeting": (
        r"hi+|hello+|hey+|hiya|howdy|yo|gm|greetings|good (?:morning|afternoon|evening|day)",
        r"how are you(?: doing)?(?: today)?|what(?:s| is)? up|sup|nice to meet you",
        r"happy (?:birthday|new year|holidays)|merry christmas|congrat(?:s|ulations)|good luck",
        r"test(?:ing)?|ping|(?:is )?any(?:one|body) (?:there|here)|(?:are )?you there",
    ),
    "thanks": (
        r"thanks?|thx|ty|cheers|much appreciated|many thanks|great|perfect|awesome|cool|nice",
        r"nice one|good one|well done|good (?:bot|job|answer)|that helps|helpful",
        r"got it|ok(?:ay)?(?: thanks?)?|alright|i see|i understand|understood|good to know",
        r"(?:that )?makes sense|fair enough|(?:very |how |that )?interesting",
        r"that(?:s| is| was)? (?:helpful|great|useful)|(?:that )?sounds (?:good|great|nice|cool)",
    ),
    "help": (
        r"(?:i need |can i get |show )?help|commands|usage|instructions|menu|options",
        r"how (?:do|can|should) (?:i|we|one) (?:use|ask|talk to|work with)"
        r"(?: you| this| it| the bot| this bot| storybot)?",
        r"what can (?:you do|i ask|you (?:tell|answer|help)(?: me)?(?: with)?|i do here)",
        r"how does this(?: bot| thing)? work|how do you work",
        r"what (?:questions|topics) (?:can|may|could) i ask(?: you)?",
        r"(?:can|could|will) you help(?: me)?|what (?:do|should) i (?:do|say|type)(?: here)?",
        r"i (?:do|did) not (?:get|understand)(?: (?:it|this|that|you))?",
        r"what do you (?:mean|know)|(?:none|neither)(?: of (?:these|those|them))?",
        r"(?:tell me )?(?:some )?more|(?:what|anything|something) else|go on|continue",
        *_COMPLAINTS,
    ),
    "about": (
        r"(?:who|what) are you|(?:who|what)(?:s| is| are)? (?:this bot|storybot)",
        rf"are you (?:even )?{_SOMEBODY}(?: or (?:just )?{_SOMEBODY})?",
        r"is this (?:a |an )?(?:bot|ai|llm|chatbot)|how old are you|where do you live",
        r"where are you from|(?:can|do) you (?:speak|understand) \w+|what language do you speak",
        r"(?:can|could|may) i (?:talk|speak|write) to (?:a |an )?(?:real )?(?:human|person|editor)",
        r"who (?:made|built|created|wrote|runs|programmed|owns|trained) (?:you|this bot)",
        r"what(?:s| is)? your name",
        r"where do you get your (?:answers|facts|information)(?: from)?|do you make things up",
        r"introduce yourself|tell me about yourself|what (?:kind|sort) of bot are you",
    ),
    "bye": (
        r"bye+|bye bye|goodbye|good bye|good night|gn|see (?:you|ya)(?: later| soon| tomorrow)?",
        r"cya|farewell|later|take care|that(?:s| is)? all|ciao",
        r"never ?mind|nvm|forget (?:about )?it",
        r"go away|shut up|be quiet|leave me alone|stop(?: it)?",
        r"have a (?:nice|good|great) (?:day|one|evening)",
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

DEFAULTS = {
    "greeting": "Hello! Ask me anything about “{title}”.",
    "thanks": "You're welcome! Is there anything else you would like to know about “{title}”?",
    "help": "Ask me in your own words about “{title}”, for example: {example} "
    "I answer only from what the story reports.",
    "about": "I am a bot that answers questions about “{title}” from curated facts, each with its "
    "source. When the story does not tell, I say so.",
    "bye": "Goodbye! Come back any time with a question about “{title}”.",
}


def small_talk(normalised: str) -> str | None:
    """The kind of small talk a normalised text is, or None when it is anything else."""
    return next((kind for kind, pattern in _COMPILED if pattern.fullmatch(normalised)), None)


def small_talk_reply(kind: str, own: Mapping[str, str], title: str, example: str) -> str:
    """The story's own reply to `kind`, or the shipped one with the story's title and a question."""
    return own.get(kind) or DEFAULTS[kind].format(title=title, example=example)
