"""`storybot inbox`: what readers sent, reported and did not get, and what becomes of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.environment import Meant, environment, open_story, story_options, warn_person
from bot.core.errors import UnusableInputError

if TYPE_CHECKING:
    from bot.curation.decisions import Decision
    from bot.desk.inbox import Item, ReadersWords
    from bot.ports.feedback import Feedback

DAY = 86_400.0
VERSION = 1
"""The version of what `--export` writes."""

WEAK = 5
"""Facts that are listed at most for doubt and for votes down."""

SWITCH = (
    "The text of what was not answered is not kept. STORYBOT_KEEP_MISSES=14 keeps it for 14 days; "
    "say so to your readers."
)


@click.command(short_help="Work off what readers asked for and did not get.")
@click.option("--days", default=30, show_default=True, metavar="N", help="Look back so far.")
@click.option("--read", "file", metavar="FILE", help="Read what --export wrote, not a database.")
@click.option("--export", metavar="FILE", help="Write the records to FILE, for another machine.")
@click.option(
    "--accept",
    nargs=2,
    multiple=True,
    metavar="ITEM FACT",
    help="Add the item's text to the phrasings of FACT.",
)
@click.option(
    "--new",
    nargs=2,
    multiple=True,
    metavar="ITEM ID",
    help="Add a fact ID with the text as its question, as a draft to be answered.",
)
@click.option("--dismiss", multiple=True, metavar="ITEM", help="Show the item no more.")
@click.option("--dry-run", is_flag=True, help="Print how the file would change, and do no more.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@story_options
def inbox(
    days: int,
    file: str | None,
    export: str | None,
    accept: Sequence[tuple[str, str]],
    new: Sequence[tuple[str, str]],
    dismiss: Sequence[str],
    dry_run: bool,
    as_json: bool,
    meant: Meant,
) -> None:
    """Show what readers sent to the editors, what they reported, and what they did not get, like
    with like, with the facts that come nearest; decide on it.

    It reads the bot's database (STORYBOT_DATABASE), or a file that `--export` wrote where the bot
    runs. What is decided is remembered beside the knowledge file, and the file is spliced: its
    comments and its order stay. Of texts that only STORYBOT_KEEP_MISSES kept, those are shown that
    three readers or more asked for.

    \b
    For example:
      storybot inbox
      storybot inbox --accept 3f9a1c2e cost --dismiss 77b0e4d1
      storybot inbox --new 5d20c9aa who-pays --dry-run
      storybot inbox --export records.json
    """
    from bot.curation.decisions import decided
    from bot.desk.inbox import sorted_out

    feedback = _from_file(file) if file else _from_records(days)
    if export:
        _write(export, feedback)
        return
    opened = open_story(meant, environment())
    found = sorted_out(feedback, opened.service, decided(opened.path))
    if accept or new or dismiss:
        _decide(opened.path, found, accept, new, dismiss, dry_run=dry_run)
    elif as_json:
        click.echo(json.dumps(_as_object(found, feedback), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_as_text(found, feedback)))


def _from_records(days: int) -> Feedback:
    import asyncio

    from bot.records.feedback import read_feedback
    from bot.settings import read_settings

    environ = environment()
    named = read_settings(environ).records.database
    return asyncio.run(read_feedback(named, environ, time.time() - days * DAY))


def _from_file(file: str) -> Feedback:
    from bot.ports.feedback import Feedback, ReaderText, Votes

    try:
        value = json.loads(Path(file).read_text(encoding="utf-8"))
        if value["version"] != VERSION:
            raise UnusableInputError(f"{file} was written by another storybot; export it anew.")
        return Feedback(
            tuple(ReaderText(**one) for one in value["texts"]),
            value["outcomes"],
            value["unsure"],
            {fact: Votes(**one) for fact, one in value["votes"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = getattr(error, "strerror", None) or "it is none that --export wrote"
        raise UnusableInputError(f"{file} cannot be read ({why}).") from None


def _write(file: str, feedback: Feedback) -> None:
    text = json.dumps({"version": VERSION, **asdict(feedback)}, ensure_ascii=False)
    try:
        Path(file).write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise UnusableInputError(f"{file} cannot be written ({error.strerror}).") from None
    warn_person(f"{len(feedback.texts)} texts of readers are in {file}: treat it as theirs.")


def _decide(
    path: Path,
    found: ReadersWords,
    accept: Sequence[tuple[str, str]],
    new: Sequence[tuple[str, str]],
    dismiss: Sequence[str],
    *,
    dry_run: bool,
) -> None:
    """Splice the file as was decided, and remember it."""
    from bot.core.model import Fact
    from bot.curation.decisions import Decision, remember
    from bot.curation.editing import add_fact, add_text, difference
    from bot.curation.saving import save
    from bot.knowledge.decoding import read_bytes

    before = after = read_bytes(path)
    decisions: list[Decision] = []
    for name, fact in accept:
        item = _item(found, name)
        after = add_text(after, path.name, fact, "questions", item.text)
        decisions += [Decision(it.id, "accept", fact) for it in item.texts]
    for name, fact in new:
        item = _item(found, name)
        after = add_fact(after, path.name, Fact(fact, (item.text,), "", draft=True))
        decisions += [Decision(it.id, "new", fact) for it in item.texts]
    for name in dismiss:
        decisions += [Decision(it.id, "dismiss") for it in _item(found, name).texts]
    if dry_run:
        click.echo(difference(before, after, path.name), nl=False)
        return
    if after != before:
        save(path, before, after)
    remember(path, decisions)
    click.echo(f"{len(decisions)} texts decided on; look at the file: storybot check {path.name}")


def _item(found: ReadersWords, name: str) -> Item:
    item = next((it for it in found.items if it.id == name), None)
    if item is None:
        raise UnusableInputError(
            f"There is no item {name} in the inbox; “storybot inbox” shows it."
        )
    return item


def _as_object(found: ReadersWords, feedback: Feedback) -> dict[str, Any]:
    return {
        "items": [
            {
                "id": it.id,
                "kind": it.kind,
                "text": it.text,
                "count": len(it.texts),
                "texts": [one.text for one in it.texts],
                "nearest": [{"fact": fact.id, "score": score} for fact, score in it.nearest],
            }
            for it in found.items
        ],
        "hidden": found.hidden,
        "outcomes": dict(feedback.outcomes),
        "unsure": dict(feedback.unsure),
        "votes": {fact: asdict(votes) for fact, votes in feedback.votes.items()},
    }


def _as_text(found: ReadersWords, feedback: Feedback) -> Iterator[str]:
    for item in found.items:
        times = f" ({len(item.texts)} times)" if len(item.texts) > 1 else ""
        yield f"{item.id}  {item.kind}{times}: {item.text}"
        for fact, score in item.nearest:
            yield f"          {score:.2f} {fact.id}: {fact.title}"
    if found.items:
        yield ""
    if found.hidden:
        yield f"{found.hidden} texts are not shown: fewer than three readers asked for each."
    replies = ", ".join(f"{count} {name}" for name, count in sorted(feedback.outcomes.items()))
    yield f"Replies: {replies or 'none'}"
    yield from _listed("Told with doubt", feedback.unsure)
    down = {fact: votes.down for fact, votes in feedback.votes.items() if votes.down}
    yield from _listed("Voted down", down)
    if not any(text.kind == "miss" for text in feedback.texts):
        yield SWITCH


def _listed(what: str, counts: Any) -> Iterator[str]:
    most = sorted(counts.items(), key=lambda it: -it[1])[:WEAK]
    if most:
        yield f"{what}: {', '.join(f'{fact} ({count})' for fact, count in most)}"
