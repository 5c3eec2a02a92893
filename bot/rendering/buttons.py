"""Which buttons a reply has: the one place that decides it. Surfaces only lay them out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rendering import texts
from bot.rendering.actions import Action, Verb
from bot.rendering.card import Card, Choice


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees a reply: `asker`, the platform's id of who asked, alone (`private`) or with others.

    Without an asker nobody may take the reply away by a button.
    """

    asker: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A label of any length, and what pressing it does."""

    label: str
    action: Action


def choice_buttons(card: Card) -> tuple[Button, ...]:
    """One a suggestion, then “none of these”; empty where nothing is suggested."""
    if not card.choices:
        return ()
    chosen = tuple(_of(choice, Verb.TAKE) for choice in dict.fromkeys(card.choices))
    none = texts.NONE_LABEL if len(chosen) > 1 else texts.NONE_ALONE_LABEL
    return (*chosen, Button(none, Action(Verb.NONE)))


def related_buttons(card: Card) -> tuple[Button, ...]:
    """The facts that lead on from this one."""
    return tuple(_of(choice, Verb.RELATED) for choice in card.related)


def reading_buttons(card: Card, rest: int | None = None) -> tuple[Button, ...]:
    """To learn more of this fact: `rest` is how many characters were cut off, None for none."""
    found = []
    if rest is not None and card.more is not None:
        found.append(Button(texts.MORE_LABEL, Action(Verb.MORE, card.more, rest)))
    if card.proof_of is not None:
        found.append(Button(texts.PROOF_LABEL, Action(Verb.PROOF, card.proof_of)))
    if card.told is not None:
        found.append(Button(texts.FOLLOW_LABEL, Action(Verb.FOLLOW, card.told)))
    if card.unanswered:
        found.append(Button(texts.SEND_LABEL, Action(Verb.SEND)))
    return tuple(found)


def judging_buttons(card: Card, audience: Audience) -> tuple[Button, ...]:
    """To judge the reply, and to share it or take it away."""
    found = []
    if card.told is not None:
        found.append(Button(texts.UP_LABEL, Action(Verb.UP, card.told)))
        found.append(Button(texts.DOWN_LABEL, Action(Verb.DOWN, card.told)))
        if audience.private:
            found.append(Button(texts.SHARE_LABEL, Action(Verb.SHARE, card.told)))
    if audience.asker and not audience.private:
        found.append(Button(texts.DELETE_LABEL, Action(Verb.DELETE, audience.asker)))
    return tuple(found)


def _of(choice: Choice, verb: Verb) -> Button:
    return Button(choice.question, Action(verb, choice.fact_id))
