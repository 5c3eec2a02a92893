"""English as storybot needs it: which words tell nothing, what chat shortens, number words."""

from __future__ import annotations

SHORTHAND = {
    "isnt": "is not", "arent": "are not", "wasnt": "was not", "werent": "were not",
    "doesnt": "does not", "dont": "do not", "didnt": "did not", "hasnt": "has not",
    "havent": "have not", "hadnt": "had not", "wont": "will not", "wouldnt": "would not",
    "couldnt": "could not", "shouldnt": "should not", "cant": "can not", "whats": "what",
    "whos": "who", "wheres": "where", "whens": "when", "hows": "how", "thats": "that",
    "theres": "there", "lets": "let",
    "u": "you", "ur": "your", "wat": "what", "wats": "what", "wut": "what", "wots": "what",
    "wen": "when", "y": "why", "n": "and", "bc": "because", "cuz": "because", "coz": "because",
    "abt": "about", "govt": "government", "gov": "government", "biz": "business",
    "uni": "university", "univ": "university", "yr": "year", "yrs": "years", "pct": "percent",
    "bn": "billion", "tn": "trillion", "mn": "million", "mil": "million", "info": "information",
    "ppl": "people", "thru": "through", "tho": "though", "r": "are", "im": "i am",
    "gonna": "going to", "wanna": "want to", "gotta": "have to", "ceo": "chief executive officer",
    "coo": "chief operating officer", "hq": "headquarters", "dept": "department",
    "mgmt": "management", "dev": "development", "min": "minimum", "max": "maximum",
    "approx": "approximately", "vs": "versus", "qty": "quantity", "emp": "employee",
    "emps": "employees", "def": "definition", "loc": "location", "dob": "date of birth",
    "bday": "birthday", "usa": "america", "american": "america", "americans": "america",
    "prez": "president",
}  # fmt: skip
"""What people shorten in chat, as the words it stands for; apostrophes left out too."""

NUMBER_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90", "twice": "2", "thrice": "3", "dozen": "12",
}  # fmt: skip
"""Number words as digits ("one" is left out: it is mostly a pronoun)."""

FILLERS = frozenset(
    "hi hey hiya hello hallo yo howdy bot please pls plz thx thanks thank lol lmao haha hmm "
    "hm uh um umm erm er ah oh ok okay well dude mate guys folks btw tbh imo sorry kindly "
    "quick quickly question curious wondering wonder remind again just actually basically "
    "literally really so sooo soo anyway anyone anybody somebody someone quite even still "
    "maybe perhaps omg omfg lmfao rofl bro bruh sis fam dudes buddy pal peeps yall folk hun "
    "bestie yeah yea yep yup nah nope huh eh hmmm aha wow whoa woah damn dang darn gosh geez "
    "jeez yikes ugh phew oops heck freaking freakin frickin bloody totally seriously honestly "
    "frankly obviously apparently supposedly kinda sorta gonna wanna gotta lemme gimme dunno "
    "idk idek ngl tbf fyi iirc afaik asap wtf wth smh reckon reckons guess suppose bet "
    "anyways anywho whatever alright alrighty righto cheers ta thankyou ty tysm appreciated "
    "hear heard fr rn super crazy insane wild rq sec".split()
)
"""Words of politeness and hesitation: dropped wherever anything else was said."""

GREETING = r"^good (?:morning|afternoon|evening|day)(?: everyone| everybody| all| there)?(?= \w)"
"""A greeting of two words before a question; one by itself is small talk."""

ASIDES = (
    "by the way", "by any chance", "in the first place", "not gonna lie", "not going to lie",
    "to be honest", "to be fair", "long story short", "out of curiosity", "asking for a friend",
    "no offence", "no offense", "quick one", "quick question", "just wondering", "just curious",
    "for real", "as far as i know", "is that so", "is that true", "is that right",
    "if i may ask", "if you do not mind", "i wonder", "i would like to know", "i like to know",
    "i would love to know", "i love to know", "the hell", "the heck",
)  # fmt: skip
"""Phrases of politeness and hesitation, whose words would tell something elsewhere."""

EMPHASIS = r"(?:(?<=\bhow|\bwho|\bwhy)|(?<=\bwhat|\bwhen)|(?<=\bwhere)) (?:on earth|in the world)\b"
"""What makes a question word stronger."""

FUNCTION_WORDS = frozenset(
    "a an the this that these those it its they them their theirs he him his she her hers we us "
    "our you your i me my mine is are was were be been being am do does did done doing have has "
    "had having can could will would shall should may might must to of in on at by for from "
    "with without about into onto over under than then as and or but if because while so such "
    "too very also only who whom whose what which when where why how there here any some all "
    "each every both either neither no not nor none out up down off again once now ever never "
    "yet already more most much many few less least other another same own s t d ll re ve m go "
    "goes going went get gets got getting let lets upon per via within during before after "
    "between among through against".split()
)
"""Grammar: never a telling word, though the matcher weighs it as any other."""

ASKING_WORDS = frozenset(
    "tell name list give say says said saying state stated describe explain according story "
    "article piece text report reported reports reporting mention mentioned mentions know known "
    "knows question answer answers ask asks asked exactly precisely specifically briefly word "
    "words sentence line want need like please show find learn hear heard read think true "
    "really case fact facts thing things stuff kind sort type way ways called mean means "
    "meaning meant refer refers concerning regarding terms term respect detail details "
    "information identify specify spell cite cited clarify correct right sum summary short one "
    "ones something anything someone people person guy man part bit lot deal actual exact "
    "happen happened happens".split()
)
"""The scaffolding of asking: present in any question, so never what tells two facts apart."""

MEASURES_OF_SPEECH = frozenset("word words sentence sentences line lines letter letters".split())
"""What a number before it counts is how long an answer shall be, or what a name looks like."""

NEGATIONS = frozenset({"not", "never", "cannot", "neither", "nor"})
"""Words that turn a statement round."""

TAG_SUBJECTS = frozenset("it he she they you we i there that this".split())
"""What stands last in a tag question: "..., didn't she?"."""

DENYING_WORDS = frozenset(
    "not never no without fail failed fails lack lacked lacks lacking lose lost loses refuse "
    "refused refuses deny denied denies reject rejected rejects unable avoid avoided prevent "
    "prevented opposed against except instead neither nor none cannot stop stopped".split()
)
"""Words that turn a question round."""
