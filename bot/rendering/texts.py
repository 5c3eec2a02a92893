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
SUGGEST_ONE = "I am not sure what you mean. Did you mean:"
SUGGEST_MORE = "You can also ask:"
NOTHING_THERE = (
    "The story does not tell that, as far as I know it. Try other words, or ask for help."
)
EMPTY = "Please ask me a question about the story, in words."
TOO_FAST = (
    "You ask faster than I can follow. In {seconds} seconds I am all ears again, and until then I "
    "answer the others."
)
TOO_MANY_HERE = (
    "Very many people are asking here at the moment. Please ask me again in {seconds} seconds, or "
    "ask me directly: there it is quieter."
)
TOO_LONG = "That is too long for one question. Please ask it in a sentence or two."
FALSE_PREMISE = "The story does not say that. What it does say: {answer}"
FACT_GONE = "That entry is no longer in the story's file. Please ask again in your own words."
TEXT_CHANGED = "That text is no longer in the story's file. Please ask again in your own words."
STALE = "That button is from an older version, or was not mine. Please ask me again."
ACCORDING_TO = "According to {who}"
CORRECTED = "Corrected: {correction}"
CORRECTED_ON = "Corrected on {revised}: {correction}"
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
NONE_ALONE_LABEL = "Something else"

OTHER_TOPICS = "Everything else"
ALL_FACTS = "What there is to ask"
PAGE = "{title} ({number} of {count})"
ABOUT = "I answer questions about “{title}”."
VERSION = "Version {digest} of the facts"
COUNT = "There are {facts} questions that I know an answer to. Choose a topic, or just ask."

SEND_LABEL = "Send a question to the editors"
FORGET_LABEL = "Delete what is kept of me"
NONE_HELP = (
    "Then please ask in other words, or look through the topics with {browse}. You may also send "
    "your question to the editors of the story."
)
THANKS_UP = "Thank you! Your vote counts; you can change it any time."
THANKS_REPORT = "Thank you! The editors of the story will see what you wrote."
THANKS_SENT = "Thank you! The editors of the story will see your question."
NOT_KEPT = "That could not be saved just now. Please try again in a while."
FORGOTTEN = "Everything that was kept of you is deleted."
NOT_YOURS = "Only the person who asked can delete this."
GONE_ALREADY = "I could not delete it: it may be gone already."

FOLLOW_TITLE = "Ask a follow-up"
FOLLOW_FIELD = "Your question"
REPORT_TITLE = "What was wrong?"
REPORT_FIELD = "Goes to the editors with your vote"
SEND_TITLE = "Send to the editors"
SEND_FIELD = "Your question, which they will read"

PRIVACY_NOTHING = "Nothing of what you ask is stored."
PRIVACY_MEMORY = (
    "In memory only: your last question in each place, for {minutes} minutes, so that you can "
    "follow up; and a fingerprint of questions lately asked, to know repeated ones again."
)
PRIVACY_JUDGE = (
    "Whoever runs me lets a language model check my answers: for that the words of your question, "
    "but not who you are, go to a server that they chose. What it writes is never shown to anybody."
)
PRIVACY_KEPT = "What I keep, and for how long:"
PRIVACY_RECORDS = (
    "What came of each reply, for {days} days: which fact was told, but neither who asked nor the "
    "words.",
    "Your votes, for {days} days, under a code instead of your name.",
    "Which of my messages state which fact, and which one answers which message, for {days} days, "
    "with a fingerprint of its words: so an answer changes when its question is edited, and goes "
    "when it is deleted.",
)
PRIVACY_TEXTS = "What you send to the editors, for {days} days, under the same code."
PRIVACY_MISSES = (
    "The words of questions that I could not answer, for {days} days, under the same code."
)
PRIVACY_PASSING = (
    "Where your question stands; in Slack its words, what you press or send off, and who does so; "
    "in Discord the key to an answer that takes me longer. All that only while I answer: for a "
    "quarter of an hour at most.",
    "Which facts a conversation is about, as long as it lasts, and how much you have asked, for a "
    "minute; under the same code too.",
)
PRIVACY_OF_YOU = "Of you there is kept:"
PRIVACY_NONE_OF_YOU = "Of you nothing is kept."
PRIVACY_UNREADABLE = "What is kept of you cannot be read just now. Please try again in a while."
PRIVACY_KINDS = {
    "report": "you reported",
    "question": "you sent the question",
    "miss": "I could not answer",
}
UNTIL = "until {day}"

ASK_DESCRIPTION = "Ask a question about the story"
ASK_QUESTION = "Your question, in your own words"
ASK_PRIVATE = "Show the answer only to you"
STORY_DESCRIPTION = "What the story is, and what there is to ask"
PRIVACY_DESCRIPTION = "What is kept of you and your questions, and for how long"
ABOUT_MESSAGE = "Ask about this"
TOPICS_PLACEHOLDER = "Choose a topic"
FACTS_PLACEHOLDER = "Choose a question"
TOPICS_LABEL = "The story"
BACK_LABEL = "Back"
NEXT_LABEL = "Next"

SILENT_HERE = "In this channel I do not speak, so only you see this."
TOLD_LATELY = "I told that here a moment ago: {link}"
TOLD_LATELY_PRIVATE = "I told that here a moment ago, so only you see it now: {link}"
MAY_NOT_SPEAK = (
    "You asked me in #{channel}, where I may not answer. I lack: {permissions}. Whoever manages "
    "the server can grant that."
)
MAY_NOT_REPLY = (
    "I may not reply to your message itself. I lack: {permissions}. Whoever manages the server can "
    "grant that."
)
PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
    "manage_threads": "Manage Threads",
}

MANAGE_DESCRIPTION = "Where I speak, to whom, and how often (for those who manage the server)"
MANAGE_SHOW = "Show the rules that hold here"
MANAGE_MUTE = "Say nothing in this channel for an hour"
MANAGE_UNMUTE = "Speak in this channel again"
MANAGE_SPEAK = "Choose in which channels I speak"
MANAGE_WHERE = "In which channels"
MANAGE_PRIVATE = "Whether answers to /ask are for the asker alone"
MANAGE_PRIVATE_ON = "True: only the asker sees them, unless they say otherwise"
MANAGE_COOLDOWN = "For how long a fact is not told in the same channel again"
MANAGE_SECONDS = "Seconds; 0 for no such time"
MANAGE_DOCTOR = "What is wrong with me here, and what to do about it; takes some seconds"
PLACES = {
    "here": "In this channel too",
    "only-here": "In this channel only",
    "not-here": "Not in this channel",
    "everywhere": "In every channel",
}
DOCTOR_LEVELS = {"problem": "🔴", "warning": "🟡"}
DOCTOR_HIDDEN = "{part}: something is wrong; who runs me sees what it is with “storybot doctor”."
DOCTOR_MORE = "And {count} more; “storybot doctor” lists all."
DOCTOR_WELL = "Everything is well."
DOCTOR_REST = "The rest is well."
NOT_A_MANAGER = "Only those who manage the server can do that."
NO_SERVER = "There is nothing to decide in a direct conversation."
RULES_EVERYWHERE = "I speak in every channel."
RULES_CHANNELS = "I speak only in {channels}."
RULES_SILENT = "I do not speak in {channels}."
RULES_MUTED = "This channel is muted for now; a mute lasts an hour."
RULES_PRIVATE = "Answers are for the asker alone, unless the asker says otherwise."
RULES_PUBLIC = "Answers are for all to see, unless the asker says otherwise."
RULES_COOLDOWN = "A fact told in a channel is not told there again for {seconds} seconds."
RULES_NO_COOLDOWN = "A fact may be told as often as it is asked for."
RULES_LAST = "This holds until somebody who manages the server changes it; a mute ends by itself."

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
SLACK_SEARCH = "Ask about the story"
SLACK_SEARCH_HINT = "Your question, in your own words"
SLACK_SEND = "Send"
SLACK_CLOSE = "Cancel"
SLACK_FOLLOW_HINT = "It follows up on the answer below which you pressed the button."
SLACK_FEEDBACK_HINT = (
    "What you write goes to the editors of this file, without your name. Please write nothing "
    "personal."
)
SLACK_EDITORS_HINT = (
    "What you write goes to the editors of this file, without your name: they may add an answer. "
    "Please write nothing personal. Nothing is sent if you cancel."
)
SLACK_TELL = "Tell me"
SLACK_HELP = (
    "Ask about “{title}”: with /ask and your question (only you see the answer), by mentioning me "
    "in a channel, or in a direct message. “Ask about this” in a message's menu takes that message "
    "as the question. In threads mention me: commands do not work there. /story shows the topics, "
    "/story privacy what is kept of you, /story forget deletes it."
)
SLACK_STORY_WORDS = (
    "I know /story alone, and with privacy, forget, help, rules or doctor behind it."
)
SLACK_RULES = (
    "Administrators of the workspace change this with /story and: here, only-here, not-here, "
    "everywhere; mute, unmute; private on, private off; cooldown and a number of seconds. For them "
    "/story doctor tells what is wrong with me."
)
SLACK_NOT_AN_ADMIN = "Only administrators of the workspace can do that."
SLACK_ADMINS_UNKNOWN = (
    "I cannot see who administers this workspace: my Slack app lacks the permission “users:read”. "
    "Whoever runs me can set the same by STORYBOT_CHANNELS, STORYBOT_PRIVATE and "
    "STORYBOT_COOLDOWN, and sees what is wrong with “storybot doctor”."
)
SLACK_NO_WINDOW = "Slack took too long to open the window. Please press the button again."
