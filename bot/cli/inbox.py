"""`storybot inbox`: what readers sent, reported and did not get, and what becomes of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.environment import Meant, environment, open_story, story_options, warn_person
from bot.cli.feedback import VERSION, from_file, from_records
from bot.core.errors import UnusableInputError
from bot.counting import counted

if TYPE_CHECKING:
    from bot.curation.decisions import Decision
    from bot.desk.inbox import WorkList
    from bot.ports.feedback import Feedback

WEAK = 5
"""Facts that are listed at most for doubt and for votes down."""

SWITCH = (
    "The text of what was not answered is not kept. STORYBOT_KEEP_MISSES=14 keeps it for 14 days; "
    "say so to your readers."
)


@click.command(short_help="Work off what readers asked for and did not get.")
@click.option(
    "--days",
    type=click.IntRange(1, 36_500),
    default=30,
    show_default=True,
    metavar="N",
    help="Look back so far.",
)
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
@click.option(
    "--apply",
    is_flag=True,
    help="Do what editors decided in their channel, where the bot may not change the file.",
)
@click.option(
    "--patches", is_flag=True, help="Print how the bot changed the file as editors decided."
)
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
    apply: bool,
    patches: bool,
    dry_run: bool,
    as_json: bool,
    meant: Meant,
) -> None:
    """Show what readers sent to the editors, what they reported, and what they did not get, like
    with like, with the facts that come nearest; decide on it.

    It reads the bot's database (STORYBOT_DATABASE), or a file that `--export` wrote where the bot
    runs. What is decided is remembered beside the knowledge file, and the file is spliced: its
    comments and its order stay. Of texts that only STORYBOT_KEEP_MISSES kept, those are shown that
    three readers or more asked for in the same words.

    \b
    For example:
      storybot inbox
      storybot inbox --accept 3f9a1c2e cost --dismiss 77b0e4d1
      storybot inbox --new 5d20c9aa who-pays --dry-run
      storybot inbox --export records.json
    """
    from bot.compose.stories import find_knowledge
    from bot.curation.decisions import decided
    from bot.desk.inbox import work_list

    decides = bool(accept or new or dismiss or apply)
    if export and (decides or file or as_json or patches):
        raise click.UsageError("--export stands alone, with --days.")
    if (apply and (accept or new or dismiss)) or (patches and (decides or as_json)):
        raise click.UsageError("--apply and --patches stand alone.")
    if (dry_run and not decides) or (as_json and decides):
        raise click.UsageError("--dry-run goes with a decision, --json does not.")
    environ = environment()
    if decides:
        find_knowledge(meant.knowledge, environ, is_own=True)
    feedback, says_switch = from_file(file) if file else from_records(environ, days)
    opened = open_story(meant, environ)
    if export:
        _write(export, replace(feedback, texts=work_list(feedback, opened.service).texts))
        return
    if patches:
        click.echo("\n".join(_patches(feedback)))
        return
    found = work_list(feedback, opened.service, decided(opened.path))
    if apply:
        _apply(opened.path, found, feedback, dry_run=dry_run)
    elif decides:
        _decide(opened.path, found, accept, new, dismiss, dry_run=dry_run)
    elif as_json:
        click.echo(json.dumps(as_object(found, feedback), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_as_text(found, feedback, says_switch)))


def _write(file: str, feedback: Feedback) -> None:
    """Write readers' words to a new file that only this user may read."""
    text = json.dumps({"version": VERSION, **asdict(feedback)}, ensure_ascii=False)
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(made, "w", encoding="utf-8") as opened:
            opened.write(f"{text}\n")
    except FileExistsError:
        raise UnusableInputError(f"{file} is there already: name another, or delete it.") from None
    except OSError as error:
        raise UnusableInputError(f"{file} cannot be written ({error.strerror}).") from None
    held = counted(len(feedback.texts), "text")
    warn_person(f"{file} holds {held} of readers: keep it as such, and delete it when done.")


def _decide(
    path: Path,
    found: WorkList,
    accept: Sequence[tuple[str, str]],
    new: Sequence[tuple[str, str]],
    dismiss: Sequence[str],
    *,
    dry_run: bool,
) -> None:
    """Splice the file as was decided, and remember it."""
    from bot.desk.inbox import accepted, dismissed, made_new
    from bot.knowledge.decoding import read_bytes

    named = [*(name for name, _ in (*accept, *new)), *dismiss]
    if len(set(named)) < len(named):
        raise click.UsageError("An item is decided on once.")
    before = after = read_bytes(path)
    decisions: list[Decision] = []
    for name, fact_id in accept:
        after, told = accepted(after, path.name, found.item(name), fact_id)
        decisions += told
    for name, fact_id in new:
        after, told = made_new(after, path.name, found.item(name), fact_id)
        decisions += told
    for name in dismiss:
        decisions += dismissed(found.item(name))
    _finish(path, before, after, decisions, dry_run=dry_run)


def _apply(path: Path, found: WorkList, feedback: Feedback, *, dry_run: bool) -> None:
    """Splice the file as editors decided in their channel: a text of an item decides for it."""
    from bot.compose.editors import spliced
    from bot.knowledge.decoding import read_bytes

    by_text = {it.id: it for it in feedback.decisions}
    before = after = read_bytes(path)
    decisions: list[Decision] = []
    for item in found.items:
        decision = next((by_text[it.id] for it in item.texts if it.id in by_text), None)
        if decision is not None:
            after, told = spliced(after, path.name, item, decision)
            decisions += told
    if not decisions:
        click.echo("Nothing was decided in the editors' channel that is not in the file.")
        return
    _finish(path, before, after, decisions, dry_run=dry_run)


def _finish(
    path: Path, before: bytes, after: bytes, decisions: Sequence[Decision], *, dry_run: bool
) -> None:
    """Save what became of the file, and remember what was decided; or print the difference."""
    from bot.curation.decisions import remember
    from bot.curation.editing import difference
    from bot.curation.saving import save

    if dry_run:
        click.echo(difference(before, after, path.name), nl=False)
        return
    if after != before:
        save(path, before, after)
    remember(path, decisions)
    done = counted(len(decisions), "text")
    click.echo(f"{done} decided on; look at the file: storybot check {path.name}")


def _patches(feedback: Feedback) -> Iterator[str]:
    """Each change that the bot made, below who decided it and when, in a form that git applies."""
    for patch, of in groupby(feedback.decisions, key=lambda it: it.patch):
        if patch:
            one = next(of)
            at = datetime.fromtimestamp(one.at).isoformat(" ", "minutes")
            yield f"# {at}, {one.editor or 'an editor'}: {one.kind} {one.fact}\n{patch}"


def as_object(found: WorkList, feedback: Feedback) -> dict[str, Any]:
    """What there is to decide, and how replies fared, as one JSON object."""
    return {
        "items": [
            {
                "id": it.id,
                "kind": it.kind,
                "text": it.text,
                "count": len(it.texts),
                "last": date.fromtimestamp(it.texts[-1].at).isoformat(),
                "texts": [one.text for one in it.texts],
                "nearest": [{"fact": fact.id, "score": score} for fact, score in it.nearest],
            }
            for it in found.items
        ],
        "hidden": found.hidden,
        "outcomes": dict(feedback.outcomes),
        "unsure": dict(feedback.unsure),
        "votes": {fact: asdict(votes) for fact, votes in feedback.votes.items()},
        "decisions": [asdict(it) for it in feedback.decisions],
    }


def _as_text(found: WorkList, feedback: Feedback, says_switch: bool) -> Iterator[str]:
    by_text = {it.id: it for it in feedback.decisions}
    for item in found.items:
        times = f", {len(item.texts)} times" if len(item.texts) > 1 else ""
        day = date.fromtimestamp(item.texts[-1].at).isoformat()
        yield f"{item.id}  {item.kind} ({day}{times}): {item.text}"
        for fact, score in item.nearest:
            yield f"          {score:.2f} {fact.id}: {fact.title}"
        for one in [by_text[it.id] for it in item.texts if it.id in by_text][:1]:
            what = " ".join(filter(None, (one.kind, one.fact, one.text)))
            yield f"          decided in the editors' channel, not in the file yet: {what}"
    if found.items:
        yield ""
    if found.hidden:
        hidden = counted(found.hidden, "text is", "texts are")
        yield f"{hidden} not shown: fewer than three readers asked for each in the same words."
    replies = ", ".join(f"{count} {name}" for name, count in sorted(feedback.outcomes.items()))
    yield f"Replies: {replies or 'none'}"
    yield from _listed("Told with doubt", feedback.unsure)
    down = {fact: votes.down for fact, votes in feedback.votes.items() if votes.down}
    yield from _listed("Voted down", down)
    if says_switch:
        yield SWITCH


def _listed(what: str, counts: Mapping[str, int]) -> Iterator[str]:
    most = sorted(counts.items(), key=lambda it: -it[1])[:WEAK]
    if most:
        yield f"{what}: {', '.join(f'{fact} ({count})' for fact, count in most)}"
