"""Every sentence that storybot itself says to readers, in one place."""

from __future__ import annotations

from bot.core.model import Status

STANDING: dict[Status, str] = {
    Status.ESTABLISHED: "reported as fact",
    Status.ATTRIBUTED: "reported as a claim, not as fact",
    Status.DISPUTED: "disputed",
    Status.PLANNED: "a plan or forecast at the time",
    Status.UNKNOWN: "not mentioned in the story",
}
STANDING_OF: dict[Status, str] = {
    Status.ESTABLISHED: "reported as fact, citing {who}",
    Status.ATTRIBUTED: "according to {who}",
    Status.DISPUTED: "disputed, according to {who}",
    Status.PLANNED: "a plan or forecast at the time, according to {who}",
    Status.UNKNOWN: "not mentioned in the story",
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
DATE = "{day} {month} {year}"
SECONDS, DAYS, QUESTIONS = ("second", "seconds"), ("day", "days"), ("question", "questions")
COPY_AT = "copy at {host}"

DOUBT = "I am not sure that you mean this: {answer}"
OR_ELSE = "Or did you mean:"
SUGGEST = "I am not sure what you mean. Did you mean one of these?"
SUGGEST_ONE = "I am not sure what you mean. Did you mean this?"
SUGGEST_MORE = "You can also ask:"
NOTHING_THERE = (
    "I have found nothing about that in the story. Try putting it another way, or ask for help."
)
EMPTY = "Please ask me a question about the story."
TOO_FAST = (
    "That is more questions than I can take from one person at a time. Please try again in "
    "{seconds}."
)
TOO_MANY_HERE = (
    "A lot of people are asking here right now. Please try again in {seconds}, or send me "
    "a direct message."
)
TOO_LONG = "That is too long for me. Please put your question in a sentence or two."
FALSE_PREMISE = "The story does not say that. What it does say: {answer}"
FACT_GONE = "I no longer have that answer. Please ask again in your own words."
TEXT_CHANGED = "I no longer have that text. Please ask again in your own words."
STALE = "That button no longer works. Please ask me again."
NO_FORM = "The form took too long to open. Please press the button again."
WITHDRAWN = "This answer was withdrawn: the story no longer tells it."
EARLIER = "An earlier version said: {answer}"
CORRECTED = "Corrected: {correction}"
CORRECTED_ON = "Corrected on {revised}: {correction}"
PROOF_LABEL = "Show the quote"
PROOF_NONE = "There is no quote on file for this answer."
SOURCE_TEXT = "the source text"
PROOF = "From {copy}: “{text}”"
CHECKED = "Last checked on {day}."
EXPIRED, EXPIRED_AS_OF = "this may have changed", "as of {day}; this may have changed"
RELATED = "See also:"
CANNOT_READ = (
    "I cannot read the message that you replied to: please write the question itself, or choose "
    "“Ask about this” in the menu of that message."
)
ASK_WITH_WORDS = "What would you like to know about “{title}”?"
TROUBLE = "Something went wrong at my end, and I could not answer. Please ask again."

MORE_LABEL = "Read on"
UP_LABEL = "👍 Helpful"
DOWN_LABEL = "👎 Not helpful"
DELETE_LABEL = "Delete"
SHARE_LABEL = "Share in channel"
NONE_LABEL = "None of these"
NONE_ALONE_LABEL = "Something else"

OTHER_TOPICS = "Everything else"
ALL_FACTS = "What you can ask"
PAGE = "{title} ({number} of {count})"
ABOUT = "I answer questions about “{title}”."
VERSION = "version {digest} of the facts"
COUNT = "I know the answers to {questions}. Choose a topic, or just ask."

SEND_LABEL = "Send a question to the editors"
FORGET_LABEL = "Delete what you keep about me"
NONE_HELP = (
    "Please try putting it another way, or look through the topics with {browse}. You can also "
    "send your question to the story's editors."
)
THANKS_UP = "Thank you! You can change your vote at any time."
THANKS_REPORT = "Thank you! The story's editors will see what you wrote."
THANKS_SENT = "Thank you! The story's editors will see your question."
NOT_KEPT = "I could not save that just now. Please try again in a little while."
FORGOTTEN = "Everything I kept about you has been deleted."
NOT_YOURS = "Only the person who asked can delete this."
GONE_ALREADY = "I could not delete that; it may already be gone."

FOLLOW_TITLE = "Ask a follow-up"
FOLLOW_FIELD = "Your question"
REPORT_TITLE = "What was wrong?"
REPORT_FIELD = "Sent to the editors with your vote"
NOTIFY_LABEL = "Tell me when it is known"
AGREE_LABEL = "Yes, tell me"
NOTIFY_TITLE = "Tell me later"
NOTIFY_FIELD = "Your question, which I will keep"
NOTIFY_CONSENT = (
    "If you agree, I keep what you asked and your account here, for {days} at most, and write "
    "to you once if the story comes to tell it. /privacy shows it and deletes it."
)
NOTIFY_KEPT = "I will tell you once there is an answer to: {text}"
NOTIFIED = "You wanted to hear of this: {text}"
NOTIFIED_ONCE = "I have told you this once, and no longer keep that you asked."
SEND_TITLE = "Send to the editors"
SEND_FIELD = "Your question, which the editors will read"

PRIVACY_NOTHING = "I do not store anything you ask."
PRIVACY_MEMORY = (
    "In memory only: your last question in each place, for {minutes} minutes, so that you can "
    "follow up on it."
)
PRIVACY_JUDGE = (
    "Whoever runs me lets a language model check my answers: for that the words of your question, "
    "but not who you are, go to a server that they chose. What it writes is never shown to "
    "anybody. In memory only, I keep a fingerprint of recent questions, so that the model is asked "
    "only once."
)
PRIVACY_KEPT = "What I keep, and for how long:"
PRIVACY_RECORDS = (
    "The outcome of each reply, for {days}: which answer was given, but not who asked or in "
    "what words.",
    "Your votes, for {days}, under a code instead of your name.",
    "Which of my messages give which answer, and which message each of them replies to, for {days}"
    ", with a fingerprint of its words. So a reply changes when its question is edited, and "
    "goes when its question is deleted.",
)
PRIVACY_TEXTS = "What you send to the editors, for {days}, under the same code."
PRIVACY_MISSES = (
    "The words of questions that I could not answer, or not for certain, for {days}, under "
    "the same code."
)
PRIVACY_PASSING = (
    "The place of your question; in Slack also its words, what you press or send, and who you are; "
    "in Discord the key to a reply that takes me longer. All of this only while I am answering: a "
    "quarter of an hour at most.",
    "Which answers a conversation is about, for as long as it lasts, and how much you have asked, "
    "for a minute; under the same code too.",
)
PRIVACY_OF_YOU = "What I keep about you:"
PRIVACY_NONE_OF_YOU = "I keep nothing about you."
PRIVACY_UNREADABLE = (
    "I cannot look up what I keep about you just now. Please try again in a little while."
)
PRIVACY_KINDS = {
    "report": "you reported",
    "question": "you sent the question",
    "miss": "I could not answer",
    "notice": "you want to hear of",
}
UNTIL = "until {day}"

ASK_DESCRIPTION = "Ask a question about the story"
ASK_QUESTION = "Your question, in your own words"
ASK_PRIVATE = "Show the answer only to you"
STORY_DESCRIPTION = "What the story is about, and what you can ask"
STORY_ABOUT = "Something special about it"
STORY_CORRECTIONS = "What was corrected"
PRIVACY_DESCRIPTION = "What I keep about you and your questions, and for how long"
ABOUT_MESSAGE = "Ask about this"
TOPICS_PLACEHOLDER = "Choose a topic"
FACTS_PLACEHOLDER = "Choose a question"
TOPICS_LABEL = "The story"
BACK_LABEL = "Back"
NEXT_LABEL = "Next"

SILENT_HERE = "I do not post in this channel, so only you can see this."
TOLD_LATELY = "I answered that here a short while ago: {link}"
TOLD_LATELY_PRIVATE = "Only you can see this, because I answered it here a short while ago: {link}"
MAY_NOT_SPEAK = (
    "You asked me in #{channel}, where I am not allowed to answer. I need these permissions: "
    "{permissions}. Anyone who manages the server can grant them."
)
MAY_NOT_REPLY = (
    "I am not allowed to reply to your message directly. I need this permission: {permissions}. "
    "Anyone who manages the server can grant it."
)
PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
    "manage_threads": "Manage Threads",
}


# --- Slack ---

SLACK_NOT_IN_CHANNEL = (
    "I cannot answer in that channel because I am not a member of it. Any member can add me with "
    "/invite @{bot}. I can always answer here, and with /ask."
)
SLACK_ARCHIVED = "I cannot answer there because that channel is archived."
SLACK_RESTRICTED = (
    "I am not allowed to post there. Whoever manages that channel or workspace can change who may "
    "post in it. I can always answer here, and with /ask."
)
SLACK_MISSING_SCOPE = (
    "My Slack app needs the permission “{scope}” for that. Whoever manages the app can add it "
    "under “OAuth & Permissions” and reinstall the app."
)
SLACK_WORKING = "is looking it up…"
SLACK_SEARCH = "Ask about the story"
SLACK_SEARCH_HINT = "Your question, in your own words"
SLACK_SEND = "Send"
SLACK_CLOSE = "Cancel"
SLACK_FOLLOW_HINT = "It follows up on the answer whose button you pressed."
SLACK_FEEDBACK_HINT = (
    "What you write goes to the story's editors, without your name. Please write nothing personal."
)
SLACK_EDITORS_HINT = (
    "What you write goes to the story's editors, without your name; they may add an answer. Please "
    "write nothing personal. Nothing is sent if you cancel."
)
SLACK_TELL = "Tell me"
SLACK_HELP = (
    "Ask about “{title}”: with /ask and your question (only you see the answer), by mentioning me "
    "in a channel, or in a direct message. “Ask about this” in a message's menu asks me what that "
    "message says. In threads, mention me: commands do not work there. /story shows the topics, "
    "/story corrections what was corrected, /story privacy what I keep about you, and /story "
    "forget deletes it."
)
SLACK_STORY_WORDS = (
    "I know /story on its own, or followed by corrections, privacy, forget, help, rules or doctor."
)
SLACK_NOTIFY_HINT = "I keep it with your account until I have told you, or my time is over."
