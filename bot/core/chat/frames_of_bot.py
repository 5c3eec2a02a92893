"""The frames of questions about the bot itself, and of what it does not do; see `frames`."""

from __future__ import annotations

from bot.core.chat.ideas import F, S, Y

FRAMES_OF_BOT = {
    "coverage": f"""
        what ask ? {Y} about {S} can cover for example know
        what cover help can ? {Y}
        what cover ? {Y} {F} about ask can for this
        cover you/bot/ask ? about ask what
        what can tell you
        what can get out
        any ask
        ask suggest/example/number ? {Y}
        suggest ? {Y} ask
        {Y} know about story ? number
        {Y} know number story ? about
        cover
        subject ask
        what know {Y} ? about {S}
        what subject ask/know/cover ? {Y} about can
        what ask answer ? {Y} can how
        what answer can ? {Y}
        how number know you
        how number ask/fact ? {Y} know answer
        list ask/fact/cover/subject ? {Y} about can answer
        fact ? {Y} how list see
        example ? ask {Y}
    """,
    "origin": f"""
        where {F}/know from ? {Y} get {S} this base
        where {F} get ? {Y} from this
        where {F} ? {Y} from get this
        where you get ? from it this
        where you from {F}/it ? get
        how you know ? it this about {F} any from
        source {Y}/{F}/it ? last where how from use know
        source ? {Y} {F} {S} from use know get base list name see for
        base ? {Y} {F} {S} from any know
        how {F} make ? {Y} get
        how you get/answer ? {F} ask it
        who tell you ? it {F}
        why you know ? about {S}
        who tell ? it {F}
        {F} from ? {Y} {S}
        {Y} search ? up about {F} link
        where know ? {Y} this it
    """,
    "model": f"""
        model {Y}/{F}/this/it ? language make use run human base by up how write talk
        model you why/how
        language model ? {Y} {F} this
    """,
    "honesty": f"""
        invent {Y} ? not know ever {F}
        invent ? {Y} {F} {S} up any how not from true
        make up ? how know {Y} {F} {S} any not
        trust ? {Y} {F} {S} how why can for not
        true/right {Y}/{F}/this/it ? how trust know
        {Y} mistake do/can/how/ever ? make get answer
        {F} mistake can/how ? make get
        trust {Y} ? tell {F} {S} how why not
        real fact/answer/story/this/it
        not know you what/happen/ever
        bias ? {Y} {F} {S} how
        how true/trust/right ? {Y} {F} {S}
    """,
    "privacy": f"""
        store/keep/share/delete/see ask/data/answer/me ? {Y} about this how privacy who write
        {Y} store/share/see ? ask about data this it how who answer write
        {Y} store/keep/delete/share me
        {Y} keep data/ask ? about how
        who see/read ask/data/this/it ? privacy
        privacy ? policy {Y} this it ask data how about talk keep store
        data ? {Y} about happen privacy store keep use safe it
        what {Y} know about me
        what {Y} keep/store ? about how
        me name know/get/see/store/keep ? {Y} publisher editor ask out ever
        me privacy ? {Y} ask talk ever name
        safe {Y}/data/this ? use ask talk
        happen ask/data ? about it
        delete ? data ask {Y} about how privacy it
        any read tag/talk
        {Y} read talk/data
    """,
    "report": f"""
        ! report/flag mistake ? {S} {Y} {F} how where about get who contact
        mistake ? {F} {S} how where report flag get about make
        mistake contact/talk ? {F} {S} who where how about get
        {Y} mistake ? number who tell make get answer it {F} about
        flag correct/change ? how where {F} {S} {Y}
        flag ? mistake {F} {Y} correct how where any about for
        correct/change mistake/answer ? how flag where get
        how can right
        how/where correct can
        mistake tell who ? about
        change mistake ? {F} {S} how who
        not true/right ? {S} {F} {Y}
        how/where report ? {S} {Y} answer mistake
        report any ? {Y} how
        report answer/it ? how
        change it/answer ? can how mistake
    """,
    "languages": f"""
        tongue talk/understand/know/ask/answer/use/write/read/can/language ? {Y} this it
        tongue {Y}
        tongue ask
        tongue length
        language ? {Y} ask {F} use talk understand read write know how this {S} tongue answer
        tongue
        language talk/understand/ask/read/answer ? {Y} can how
    """,
    "about": f"""
        who {Y} ? hi this
        what {Y} ? this for hi
        who/what this
        what about {Y}
        bot ? this you it human
        {Y} human ? bot this it model
        human this/am ? bot talk it
        human ask answer
        real {Y}/any ? human
        do love you ? me
        name {Y} ? what
        how old {Y}
        old {Y}
        where {Y} ? from live get
        {Y} live/exist ? where how when why
        why {Y}/this ? exist for make
        exist {Y}/this ? for why
        explain {Y}
        about {Y}
        {Y} do what
        am talk ? now real who {Y} human bot what
        how {Y} this make
    """,
    "help": f"""
        ! help ? need {Y} this me how use not
        how use ? {Y} this it ask
        how ask ? {Y} this about
        what can do {Y} ? help
        {Y} can help ? how
        how can help {Y}
        not know what ask
        what do now
        tag ? me {Y} time how do write ask what need
        not know/trust what ask
        how do this ? it
        me not understand ? it this you answer
        me not get ? it this you answer
        not ask ? me it what you answer {F}
        {Y} not understand/answer ? me ask it {F}
        what ask
        how talk {Y} ? am
    """,
    "unsupported": f"""
        ! quiz ? fact {Y} {S} about for ask me make
        ! timeline ? {S} {Y} for about make happen when
        order ? make {S} happen timeline fact when
        similar story/report/it
        opinion story
        list any story/it
        chore
        ! list people ? {S} {F} involved about
        ! who people ? {S} key involved name about
        people ? {S} key involved who name
        ! who involved ? {S} people name
        who story ? about
        name people ? {S}
        translate ? {Y} {S} tongue for answer language you
        fun ? {Y} {S} about know write for read good
        time what/now ? now
        media ? read {Y} {S} make see get for about
        opinion {Y} ? {S} about for
        remind ? {Y} about {S} update when for
        any story/report ? last know
        report now/last ? what happen
        update contact/flag ? by when about
        love
        remind
    """,
    "thanks": f"""
        thank ? {Y} help answer fact good for it this up time know
        thank good {Y} ? for
    """,
    "greeting": f"""
        hi ? {Y} this good how
        hi how {Y} ? do good now
        how {Y} ? do now good hi
    """,
    "praise": f"""
        good {Y}/answer ? exist use this it how do know
        good exist/use ? this it {Y}
        love {Y}/answer/this ? use it
        good help ? {Y}
    """,
    "insult": f"""
        bad {Y}/answer ? this it use why exist love
        rude ? {Y} answer this it use why how bad exist
        not good/use ? {Y} answer this it
        not help ? {Y} answer this it
        not love you/bot
        not know you
        mistake rude ? {Y} answer
    """,
}
