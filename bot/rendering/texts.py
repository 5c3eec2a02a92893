"""Every sentence that storybot itself says to readers, in one place."""

from __future__ import annotations

from bot.core.model import Status

STATUS_IN_WORDS: dict[Status, str] = {
    Status.ESTABLISHED: "reported as fact",
    Status.ATTRIBUTED: "a claim by the source named",
    Status.DISPUTED: "disputed",
    Status.PLANNED: "a plan or prediction at the time",
    Status.UNKNOWN: "not told in the story",
}

SUGGEST = "I am not sure which of these you mean. Did you mean:"
NOTHING_THERE = (
    "The story does not tell that, as far as I know it. Try other words, or ask for help."
)
EMPTY = "Please ask me a question about the story, in words."
TOO_LONG = "That is too long for one question. Please ask it in a sentence or two."
FALSE_PREMISE = "The story does not say that. What it does say: {answer}"
FACT_GONE = "That entry is no longer in the story's file. Please ask again in your own words."
TEXT_CHANGED = "That text is no longer in the story's file. Please ask again in your own words."
STALE = "That button is from an older version, or was not mine. Please ask me again."
ACCORDING_TO = "According to {who}"
CORRECTED = "Corrected: {correction}"
NOTE = "{note}"
SOURCE_LINE = "line {line}"
PROOF_LABEL = "Show the proof"
SOURCE = "Source: {source}"
PROOF_NONE = "No quote is on file for this entry."
SOURCE_TEXT = "the source text"
PROOF = "From {copy}, line {line}: “{text}”"
PROOF_UNNUMBERED = "From {copy}: “{text}”"
RELATED = "See also:"
ASK_WITH_WORDS = "What would you like to know about “{title}”?"
TROUBLE = "Something went wrong on my side, and this question got no answer. Please ask again."

MORE_LABEL = "Read on"
FOLLOW_LABEL = "Ask a follow-up"
UP_LABEL = "👍 Helpful"
DOWN_LABEL = "👎 Not helpful"
DELETE_LABEL = "Delete"
SHARE_LABEL = "Share in channel"
NONE_LABEL = "None of these"

OTHER_TOPICS = "Everything else"
ALL_FACTS = "What there is to ask"
PAGE = "{title} ({number} of {count})"
ABOUT = "I answer questions about “{title}”."
COUNT = "There are {facts} questions that I know an answer to. Choose a topic, or just ask."
