"""Which buttons a reply has: the one place that decides it. Surfaces only lay them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.rendering.actions import Action, Verb
from bot.rendering.card import Card, Choice
from bot.rendering.language import said_in
from bot.rendering.shortening import SHORTENED, cut_to_fit, shortened


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees a reply: `asker`, the platform's id of who asked, alone (`private`) or with others.

    Without an asker nobody may take the reply away by a button.
    """

    asker: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A label of any length, and what pressing it does; `detail` is the label in more words."""

    label: str
    action: Action
    detail: str | None = None


def choice_buttons(card: Card) -> tuple[Button, ...]:
    """One a suggestion, then “none of these”; empty where nothing is suggested.

    What is told with doubt counts for one, but has no button: it is told already.
    """
    if not card.choices and not card.doubtful:
        return ()
    chosen = tuple(_of(choice, Verb.TAKE) for choice in dict.fromkeys(card.choices))
    said = said_in(card.language)
    none = said.NONE_LABEL if len(chosen) + card.doubtful > 1 else said.NONE_ALONE_LABEL
    return (*chosen, Button(none, Action(Verb.NONE)))


def choosing(card: Card, most: int, limit: int) -> tuple[tuple[Button, ...], tuple[str, ...]]:
    """The first buttons of what is suggested and the last of all, `numbered` where they are."""
    chosen = choice_buttons(card)
    takes, listed = numbered(chosen[:-1][:most], limit)
    return (*takes, *chosen[-1:]), listed


def numbered(buttons: Sequence[Button], limit: int) -> tuple[tuple[Button, ...], tuple[str, ...]]:
    """Buttons that say what they do, or where one says it in more than `limit` characters, numbers.

    With them come the lines of the list whose numbers they are, in full; none where there is none.
    """
    if all(len(it.label) <= limit for it in buttons):
        return tuple(buttons), ()
    lines = tuple(f"{number}. {it.detail or it.label}" for number, it in enumerate(buttons, 1))
    return tuple(replace(it, label=str(number)) for number, it in enumerate(buttons, 1)), lines


def in_two_lines(
    option: Button, limit: int, dress: Callable[[str], str] = str
) -> tuple[str, str | None]:
    """An option of a menu: the label with its detail below it, or in two lines if it is long."""
    label, detail = option.label, option.detail
    if detail and detail != label:
        return shortened(label, limit, dress), shortened(detail, limit, dress)
    first, kept = cut_to_fit(label, limit, dress)
    rest = label[kept:].strip()
    return first, shortened(rest, limit, dress) if rest else None


def is_cut_in_menu(option: Button, limit: int, dress: Callable[[str], str] = str) -> bool:
    """Whether what is chosen is too long to be told whole by an option."""
    return (in_two_lines(option, limit, dress)[1] or "").endswith(SHORTENED)


def related_buttons(card: Card) -> tuple[Button, ...]:
    """The facts that lead on from this one."""
    return tuple(_of(choice, Verb.RELATED) for choice in card.related)


def reading_buttons(card: Card, rest: int | None = None) -> tuple[Button, ...]:
    """To learn more of this fact: `rest` is how many characters were cut off, None for none."""
    said = said_in(card.language)
    found = []
    if rest is not None and card.more is not None:
        found.append(Button(said.MORE_LABEL, Action(Verb.MORE, card.more, rest)))
    if card.proof_of is not None:
        found.append(Button(said.PROOF_LABEL, Action(Verb.PROOF, card.proof_of)))
    if card.unanswered:
        found.append(Button(said.SEND_LABEL, Action(Verb.SEND)))
    if card.notify is not None:
        found.append(Button(said.NOTIFY_LABEL, Action(Verb.NOTIFY, card.notify)))
    if card.agrees is not None:
        found.append(Button(said.AGREE_LABEL, Action(Verb.AWAIT, card.agrees)))
    return tuple(found)


def forget_button(language: str) -> Button:
    """Deletes what is kept of who presses it."""
    return Button(said_in(language).FORGET_LABEL, Action(Verb.FORGET))


def judging_buttons(card: Card, audience: Audience) -> tuple[Button, ...]:
    """To judge the reply, share it or take it away; none where it neither tells nor offers."""
    said = said_in(card.language)
    found = []
    if card.told is not None:
        found.append(Button(said.UP_LABEL, Action(Verb.UP, card.told)))
        found.append(Button(said.DOWN_LABEL, Action(Verb.DOWN, card.told)))
        if audience.private:
            found.append(Button(said.SHARE_LABEL, Action(Verb.SHARE, card.told)))
    is_story = card.told is not None or bool(card.choices)
    if is_story and audience.asker and not audience.private:
        found.append(Button(said.DELETE_LABEL, Action(Verb.DELETE, audience.asker)))
    return tuple(found)


def _of(choice: Choice, verb: Verb) -> Button:
    return Button(choice.short, Action(verb, choice.fact_id), choice.question)
