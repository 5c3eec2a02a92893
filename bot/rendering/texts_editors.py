"""What is said in the channel of the editors, in English whatever the story's language."""

QUESTION = "{readers} asked the editors:\n“{text}”"
MISS = "{readers} asked this and got no sure answer:\n“{text}”"
REPORT = "{readers} reported “{fact}”:\n“{text}”"
DOWN = "{readers} voted “{fact}” down."
SUGGESTION = "In a channel somebody asked:\n“{text}”\nI could say something."
NEAREST = "The nearest facts:"
SAYS = "It says: {answer}"

ADOPT = "A phrasing of …"
ANSWER_LABEL = "Answer"
OPEN_LABEL = "The story does not say"
CORRECT_LABEL = "Correct"
DISMISS = "Dismiss"
AGREE = "Agree"
SAY_LABEL = "Say it"

ANSWER_TITLE = "Answer the question"
ANSWER_FIELD = "The answer, as readers will get it"
ANSWER_HINT = "It becomes a new fact. Add its source to the file afterwards."
OPEN_TITLE = "What is not told"
OPEN_FIELD = "What readers will be told"
OPEN_HINT = "Such as: The story does not say who pays for the repair."
CORRECT_TITLE = "Correct the answer"
CORRECT_FIELD = "What it should say"
CORRECT_HINT = "Readers also see what an earlier version said, and the day."

GONE = "That has been decided already, or the words or the fact are gone."
DONE_PHRASING = "Now a phrasing of “{fact}”."
DONE_ANSWER = "Now answered by the fact “{fact}”."
DONE_UNKNOWN = "Now told as not in the story, by the fact “{fact}”."
DONE_CORRECTION = "Corrected: “{fact}” Look at its quotes: they may still say what it said."
DONE_DISMISSED = "Dismissed."
NOTED = "{done} It will be, once somebody runs: storybot inbox --apply"
REFUSED = "Not done: {why} Nothing was changed."
NOT_KEPT = "Not done: the database does not answer. Try again in a moment."

BROKEN = "The knowledge file has problems, so I go on with what it said before: {problem}"
EXPIRED = "Past their day, and told with a warning: {facts}"
NO_FACT = "an answer that is gone"

PROPOSAL = "An editor proposes: {proposal}"
PROPOSED = {
    "accept": "Make it a phrasing of “{fact}”.",
    "new": "Answer it: {answer}",
    "unknown": "Tell readers: {answer}",
    "correct": "Correct it: {answer}",
}
WAITS = "Proposed. It is done once another editor agrees."
NOT_YOURS = "Another editor has to agree: this is your own proposal."

ALONE = "Only the editors decide that, in their own channel."

SAID = "Said."
NOT_SAID = "It could not be said there: the message or the fact is gone, or the bot may not speak."
