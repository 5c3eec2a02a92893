"""The ideas that questions about the bot and its story are made of, and the words for each.

A word stands for one idea at most. Words that are in none of the lists have something else in mind,
so a question that holds one is not about the bot.
"""

from __future__ import annotations

from collections.abc import Iterable

IDEAS = {
    "who": "who whom whos",
    "what": "what whats which",
    "when": "when whens",
    "where": "where wheres whereabouts",
    "why": "why",
    "how": "how hows",
    "can": "can could may able allowed possible",
    "do": "do does did doing done",
    "am": "am",
    "not": "not no none never nothing cannot",
    "me": "i me my mine myself we us our ours",
    "any": "any some something anything everything stuff thing things someone somebody anyone "
    "anybody everyone everybody other others else all both somewhere anywhere another whoever "
    "whatever however",
    "about": "about regarding concerning",
    "from": "from",
    "by": "by",
    "for": "for",
    "up": "up",
    "out": "out",
    "you": "you your yours yourself yourselves ya thou",
    "bot": "bot storybot file",
    "this": "this here",
    "it": "it its that these those they them",
    "story": "story stories article articles piece writeup headline storys artical",
    "report": "report reports reporting text page news post developments development",
    "publish": "publish publishes published publishing publication printed appear appeared "
    "posted ran released issued release broke bring brings brought",
    "publisher": "publisher publishers newspaper newspapers paper outlet agency newsroom "
    "magazine journal broadcaster media",
    "write": "write writes wrote written writing writ authored penned typed reported",
    "author": "author authors journalist journalists reporter reporters writer writers byline "
    "correspondent correspondents columnist staff",
    "read": "read reads reading readable",
    "original": "original originals full whole complete uncut actual itself entire",
    "link": "link links url urls website site web online webpage homepage internet",
    "source": "source sources cite citation citations reference references proof proofs evidence",
    "date": "date dates day year month dated week weeks",
    "old": "old age recent new fresh ago",
    "run": "run runs running operate operates operated maintain maintains maintained manage "
    "manages managed curate curates curated behind responsible charge owns owned host hosts "
    "oversee oversees supervises administers looks belong belongs pay pays paid fund funds "
    "funded sponsor sponsors",
    "keep": "keep keeps kept",
    "make": "make makes made making build builds built building create creates created creating "
    "develop develops developed programmed coded design designed train trained invented set "
    "feeds feed put",
    "editor": "editor editors curator curators operator operators maintainer maintainers keeper "
    "admin admins moderator editorial moderators support humans",
    "contact": "contact contacts contacting reach email mail address phone touch message",
    "talk": "talk talking speak speaks speaking chat chatting",
    "check": "check checks checked checking verify verifies verified verification reviewed "
    "vetted compared factcheck factchecked",
    "update": "update updates updated updating refreshed current outdated stale uptodate sync "
    "developing",
    "last": "last latest lately recently newest",
    "still": "still since yet before earlier previously afterwards afterward",
    "correct": "correction corrections corrected amended amendment amendments retraction "
    "retractions retracted revised revision revisions clarification clarifications erratum "
    "errata",
    "change": "change changes changed edit edits edited fix fixes fixed fixing editing",
    "mistake": "mistake mistakes error typo typos wrong incorrect inaccurate inaccuracy "
    "inaccuracies false bug bugs problem problems incorrectly wrongly complaint misleading "
    "glitch misquote misquoted flawed untrue errors",
    "flag": "flag flagging submit complain notify feedback raise",
    "ask": "ask asks asked asking question questions query queries",
    "answer": "answer answers answered answering reply replies respond responds response responses",
    "fact": "fact facts information info details knowledge content contents",
    "data": "data conversation conversations messages chats input inputs identity ip words",
    "know": "know knows known aware",
    "get": "get gets got getting come comes came coming take takes taken pull pulls find "
    "finding found obtain learn learned learnt gotten spotted noticed spot saw",
    "base": "based base basis rely relies sourced",
    "cover": "cover covers covered covering coverage topics subjects themes scope areas include "
    "includes sections categories",
    "subject": "topic subject theme point",
    "help": "help helps helping instructions usage manual guide commands tutorial menu",
    "use": "use uses used using work works working powered power start",
    "store": "store stores stored storing save saves saved saving log logs logged logging "
    "record records recording track tracks tracked tracking collect collects collected "
    "collecting remember remembers retain retains retained hold monitor spy spying watch "
    "watching memory history harvest note noted recorded",
    "privacy": "privacy private confidential confidentiality anonymous anonymously anonymity "
    "gdpr cookies personal privately secret anon sensitive",
    "policy": "policy policies notice statement terms",
    "delete": "delete deletes deleted erase erased remove removed forget wipe",
    "share": "share shares shared sharing sell sells sold selling pass passed leak",
    "see": "see sees seen",
    "safe": "safe secure security",
    "model": "ai llm llms gpt model models neural network artificial intelligence generative "
    "generated generate automated machinelearning algorithm algorithms bots",
    "human": "human person alive living sentient conscious feelings emotions guy lady machine "
    "robot robots",
    "name": "name names called named call",
    "invent": "invent invents fabricate fabricates fabricated hallucinate hallucinates "
    "hallucinating hallucination hallucinations lie lies lying lied liar guess guesses guessing "
    "bluff fake pretend",
    "trust": "trust trusted trustworthy reliable believe credible sure certain honest truthful "
    "legit dependable confident accuracy reliability legitimate factual",
    "true": "true truth",
    "bias": "bias biased unbiased neutral objective impartial",
    "language": "language languages multilingual tongue tongues lingo",
    "tongue": "english german french spanish italian portuguese dutch polish russian ukrainian "
    "turkish arabic hebrew hindi urdu bengali chinese mandarin cantonese japanese korean "
    "vietnamese thai indonesian swedish norwegian danish finnish greek czech romanian hungarian "
    "persian farsi deutsch espanol francais",
    "understand": "understand understands understanding",
    "translate": "translate translates translated translating translation translations translator",
    "quiz": "quiz quizzes trivia game games play flashcards test",
    "timeline": "timeline timelines chronology chronological chronologically",
    "order": "order sequence events",
    "list": "list lists table glossary",
    "people": "people characters figures persons individuals protagonists players places "
    "numbers cast",
    "involved": "involved mentioned appears quoted interviewed",
    "fun": "joke jokes poem poems poetry song songs limerick haiku riddle rap sing funny essay "
    "bedtime",
    "now": "now today tomorrow tonight currently",
    "time": "time clock",
    "media": "picture pictures image images video videos audio map chart graph podcast photo "
    "photos diagram infographic meme draw aloud loud",
    "opinion": "opinion opinions think thinking feel feeling favourite favorite recommend "
    "recommendation recommendations advise advice prediction predictions predict",
    "remind": "remind reminder reminders alarm timer calendar subscribe alerts notification "
    "notifications",
    "key": "points key main important highlights highlight takeaway takeaways bullet bullets "
    "essentials bulletpoints crucial top headlines matters away bits essential worth crux",
    "summary": "summary summaries summarise summarize summarized summarised summarising "
    "summarizing sum recap gist overview synopsis tldr tl brief briefly nutshell short rundown "
    "abstract",
    "happen": "happen happens happened happening going",
    "plot": "deal plot catch fill missed miss clue lowdown scoop background context",
    "explain": "explain describe introduce eli5",
    "number": "1 2 3 4 5 6 7 8 9 10 one two three four five six seven eight nine ten few couple "
    "many much lots first second third several",
    "length": "sentence sentences line lines word paragraph version bit",
    "example": "example examples instance",
    "exist": "exist exists purpose job goal",
    "live": "live born",
    "good": "good great best awesome amazing brilliant smart clever cool nice helpful useful "
    "wonderful excellent fantastic perfect lovely cute impressive impressed genius legend star "
    "better incredible fab beautiful sweet handy",
    "love": "like adore loving love",
    "bad": "bad terrible awful horrible worst lame boring annoying pathetic slow hopeless sad",
    "rude": "stupid dumb useless rubbish crap crappy garbage trash junk idiot idiotic moron "
    "moronic suck sucks shit shitty hate fool worthless loser clown ugly incompetent silly "
    "nonsense",
    "thank": "thank thanks thankyou thx thnx tnx ty tysm cheers ta appreciate appreciated "
    "grateful kudos",
    "hi": "hi hey hello hiya hallo howdy yo greetings morning afternoon evening",
    "need": "need needs",
    "whose": "whose",
    "real": "real",
    "tell": "tell telling told say says said saying",
    "ever": "ever always often sometimes usually if",
    "right": "right correct correctly accurate",
    "search": "search searches searching browse look lookup",
    "chore": "homework recipe recipes music pizza restaurant shopping flight flights hotel taxi",
    "similar": "similar related compare comparison alternatives",
    "tool": "app tool program software computer system chatbot chatbots assistant thingy",
    "owner": "owner owners boss team maker makers creator creators developer developers master "
    "manager programmer",
    "then": "next",
    "suggest": "suggest suggestion suggestions ideas idea",
    "tag": "tag tags type typing command slash button press click prefix",
}
"""Each idea's words; where a word is listed twice, the first idea has it."""

_GRAMMAR = (
    "a an the of in on at to into with as and or but so than then there is are was were be been "
    "being has have had having will would shall should might must let lets also too very more "
    "most even just please give gives show shows want wants wish looking each single actually "
    "exactly kind kinds sort s t d ll re ve m ones whether while friend yes ok lot already guys "
    "sir madam mr dear way ways per sorry dr long after send book over through back far ought "
    "really mean means meant went proper form format quick quickly thoroughly own only such "
    "rather every soon hon pls together double along max maximum supposed go"
)
"""Words that tell nothing here."""


def bits_by_word(fillers: Iterable[str]) -> dict[str, int]:
    """Each known word's bit: 0 for one that tells nothing, such as the language's `fillers`."""
    bits = dict.fromkeys((*sorted(fillers), *_GRAMMAR.split()), 0)
    listed = {
        word: 1 << place
        for place, words in reversed(tuple(enumerate(IDEAS.values())))
        for word in words.split()
    }
    return {**bits, **listed}
