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
ACCORDING_TO = "According to {who}"
CORRECTED = "Corrected: {correction}"
NOTE = "{note}"
SOURCE_LINE = "line {line}"
PROOF_LABEL = "Show the proof"
SOURCE = "Source: {source}"
PROOF_NONE = "No quote is on file for this entry."
PROOF = "From a machine-translated copy of the article, line {line}: “{text}”"
PROOF_UNNUMBERED = "From the source text: “{text}”"
ASK_WITH_WORDS = "What would you like to know about “{title}”?"
TROUBLE = "Something went wrong on my side, and this question got no answer. Please ask again."

# --- Slack ---

SLACK_NOT_IN_CHANNEL = (
    "I cannot answer in that channel because I am not a member of it. Anyone who is can add me "
    "there with /invite @{bot}. Here and with /ask I answer in any case."
)
SLACK_ARCHIVED = "I cannot answer there because that channel is archived."
SLACK_RESTRICTED = (
    "I am not allowed to write there. Whoever manages that channel or workspace can change who may "
    "post in it. Here and with /ask I answer in any case."
)
SLACK_MISSING_SCOPE = (
    "My Slack app lacks the permission “{scope}” for that. Whoever manages the app can add it "
    "under “OAuth & Permissions” and install the app again."
)
SLACK_WORKING = "is looking it up…"
SLACK_PROMPTS = "Ask about the story"
SLACK_HOME_SEARCH = "Ask about the story"
SLACK_HOME_PLACEHOLDER = "Your question, in your own words"
SLACK_HOME_TOPICS = "Choose a topic"
SLACK_HOME_ALL = "Show the start again"
SLACK_HOME_MORE = "{count} more are in the file: ask for them."
SLACK_FEEDBACK_TITLE = "What was wrong?"
SLACK_FEEDBACK_LABEL = "What is wrong or missing in this answer?"
SLACK_FEEDBACK_HINT = "The editors of the file read this. They are not told who you are."
SLACK_FEEDBACK_SEND = "Send"
SLACK_FEEDBACK_CLOSE = "Leave it"
