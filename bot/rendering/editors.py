"""What editors read in their channel, and what they can press there; it is in English."""

from __future__ import annotations

from bot.counting import counted
from bot.ports.editors import Matter, MatterKind
from bot.rendering import texts_editors as texts
from bot.rendering.actions import Action, Verb
from bot.rendering.buttons import Button
from bot.rendering.card import Card, choice_mark
from bot.rendering.draft import Draft

NEAREST = 3
"""Facts that are named as nearest."""

_LEADS = {
    MatterKind.QUESTION: texts.QUESTION,
    MatterKind.MISS: texts.MISS,
    MatterKind.REPORT: texts.REPORT,
    MatterKind.DOWN: texts.DOWN,
    MatterKind.SUGGESTION: texts.SUGGESTION,
    MatterKind.ALARM: "{text}",
}


def matter_draft(matter: Matter, outcome: str | None = None) -> Draft:
    """A matter with its buttons; once there is an `outcome`, with that instead."""
    about = matter.facts[0].title if matter.facts else texts.NO_FACT
    readers = counted(matter.count, "reader")
    lines = [_LEADS[matter.kind].format(text=matter.text, readers=readers, fact=about)]
    if matter.facts:
        if matter.is_question:
            lines.append(texts.NEAREST)
            lines += [f"- {fact.title}" for fact in matter.facts[:NEAREST]]
        else:
            lines.append(texts.SAYS.format(answer=matter.facts[0].answer))
    if matter.proposal:
        lines.append(texts.PROPOSAL.format(proposal=matter.proposal))
    body = "\n".join(lines)
    if outcome is not None:
        return Draft(Card(f"{body}\n→ {outcome}"))
    return Draft(Card(body), below=matter)


def ruling_buttons(matter: Matter) -> tuple[Button, ...]:
    """What can be decided without choosing a fact."""
    if matter.kind in (MatterKind.ALARM, MatterKind.DOWN):
        return ()
    if matter.kind is MatterKind.SUGGESTION:
        return (Button(texts.SAY_LABEL, Action(Verb.SAY, matter.id)),)
    dismiss = Button(texts.DISMISS, Action(Verb.DISMISS, matter.id))
    if matter.proposal:
        return (Button(texts.AGREE, Action(Verb.AGREE, matter.id)), dismiss)
    if matter.kind is MatterKind.REPORT and matter.facts:
        return (Button(texts.CORRECT_LABEL, Action(Verb.CORRECT, matter.id)), dismiss)
    if not matter.is_question:
        return (dismiss,)
    return (
        Button(texts.ANSWER_LABEL, Action(Verb.ANSWER, matter.id)),
        Button(texts.OPEN_LABEL, Action(Verb.LEAVE_OPEN, matter.id)),
        dismiss,
    )


def phrasing_options(matter: Matter) -> tuple[Button, ...]:
    """The facts of which a question may be a phrasing."""
    if not matter.is_question or matter.proposal:
        return ()
    return tuple(
        Button(fact.title, Action(Verb.ADOPT, adopting(matter.id, fact.id)))
        for fact in matter.facts[:NEAREST]
    )


def adopting(matter: str, fact_id: str) -> str:
    """The target of the option that makes a matter's words a phrasing of a fact."""
    return f"{matter}/{choice_mark(fact_id)}"
