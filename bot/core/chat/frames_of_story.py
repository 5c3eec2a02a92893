"""The frames of questions about the story and its header; `frames` says how to read one."""

from __future__ import annotations

from bot.core.chat.ideas import F, S, Y

FRAMES_OF_STORY = {
    "summary": f"""
        what about {S} ? explain length
        about story ? explain know
        summary ? about {S} length for number happen up story
        what story ? explain happen
        happen story ? what explain
        what happen ? this
        explain this
        what report
        plot ? story {S} explain know what
        plot ? {S} about up out
        explain story ? length number
        what subject {S} ? about
        subject story
        what cover story ? about
    """,
    "points": f"""
        what need know ? about {S}
        ! key ? {S} number summary fact happen from about list subject length know out get
    """,
    "publisher": f"""
        who publish {S} ? out
        publish {S} ? slot by
        who out {S} ? publish
        publisher ? {S} from publish by who name run write get original
        where publish {S}
        where from {S} ? get original
        link from ? {S} what
        whose story ? report
        slot {S} ? from by publish write get run report
        who run story
        source story ? who original
    """,
    "published": f"""
        when publish ? {S} out original
        when out {S} ? get publish
        when write {S} ? out publish
        date publish ? {S} when
        date ? {S} out from publish write get when
        when story ? from get up out
        how old story/this/report ? publish
        now/last date ? {S} from report still
        report now from ? {S} last
        how old publish
        when from ? {S} get
        old story/this
        update story/this/report
        when story/report date
    """,
    "source": f"""
        where read ? {S} original about slot
        where original ? {S} read get see link
        where get/see story ? original link
        where story
        get original ? {S} how
        link ? {Y} {S} get original for read see
        original {S} ? read get see link for report
        original read ? {S} how
        read story ? get original how
        read {S} get
    """,
    "authors": f"""
        who write ? {S} by original
        author ? {S} who whose privacy name write by about run what make
        author run story ? who
        people write ? {S} who name
        who by story/this/report ? write
        human/model write {S} ? by
        model story
        who report
    """,
    "editor": f"""
        who run/keep/make/write {Y} ? this
        who run/keep/make/write/get {F} ? {Y} this up from story
        who run/keep/make/change this
        whose bot
        owner {Y} ? who name contact
        editor ? {Y} who this run keep make name fact
        who for {Y} ? use
        contact ? fact {Y} who how editor human author this about run keep where
        human contact/talk/get ? can editor this how
        human write can ? me
        talk editor ? human this how
        run human ? {Y} who this
        human ? {Y} this
    """,
    "checked": f"""
        when check ? {F} {Y} {S} last
        who check {F} ? {Y} {S}
        check {F}/{S} ? how last by human up
        check last ? {F} {S} {Y}
        when update ? by now old report when change up {F} {Y} {S} last how
        update ? {F} {Y} {S} last how still about
        last update ? {F} {Y} {S} how
        up date ? {F} {Y} {S} how still
        how old fact/answer ? {S} {Y}
        still true ? {F} {S}
        when last {F}/{Y} ? change check update
        still happen ? {S}
        report still
        still fact
        when change fact/you ? last
    """,
    "corrections": f"""
        ! correct ? still make update {S} {F} {Y} what list when last publish how see mistake
        change publish ? still
        change story ? what still publish correct how
        change fact/answer ? {Y} {S} what how list
        any mistake story/report ? correct {Y} author
        change story up
        change story still ? what
        what get mistake you ? still
        what get mistake ? {Y} {S}
        mistake correct ? {S} {F}
        what change ? {S} ever
        what mistake still
        you right any ? {F}
    """,
}
