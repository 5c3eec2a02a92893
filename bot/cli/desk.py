"""`storybot desk`: a page on this machine on which a knowledge file is written."""

from __future__ import annotations

import asyncio
import os
import signal
import webbrowser
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from bot.cli.environment import Meant, environment, open_embedder, story_options
from bot.cli.stopping import Stopped, Stopping

if TYPE_CHECKING:
    from bot.core.model import Reply, Story
    from bot.page.bench import Bench, Source, Toolkit


@click.command(short_help="Write a knowledge file on a page in your browser.")
@click.argument("file", required=False)
@click.option("--source", metavar="ARTICLE", help="The article: a text, Markdown or HTML file.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port to listen on; otherwise one that is free.",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--read", metavar="EXPORT", help="The inbox from what inbox --export wrote.")
@click.option(
    "--days",
    type=click.IntRange(1, 36_500),
    default=30,
    show_default=True,
    metavar="N",
    help="Look back so far for the inbox.",
)
@story_options
def desk(
    file: str | None,
    source: str | None,
    port: int,
    no_browser: bool,
    read: str | None,
    days: int,
    meant: Meant,
) -> None:
    """Open FILE at the desk: its facts with what check says of each, the article with what is
    covered, what readers asked and did not get, and a box to try questions in.

    The desk listens on this machine alone, and opens only by the address that it prints. It writes
    FILE, what you decide on readers' words beside it, and nothing else; each change of a fact is
    shown before it is saved. It needs no bot and no database; where STORYBOT_DATABASE is set, the
    inbox is read from there. Ctrl-C ends it.

    \b
    For example:
      storybot desk my-story.yaml
      storybot desk my-story.yaml --source article.txt
      storybot desk my-story.yaml --read records.json --no-browser
    """
    from bot.compose.stories import find_knowledge
    from bot.page.bench import Bench

    environ = environment()
    path = find_knowledge(file or meant.knowledge, environ, is_own=True)
    means = _means(environ, meant, read, days)
    bench = Bench(path, means, _source(source) if source else None)
    with suppress(Stopped):
        asyncio.run(_serve(bench, port, opens=not no_browser))
    if bench.close():
        os._exit(0)  # Python would end its threads amid native code, which aborts the process


async def _serve(bench: Bench, port: int, *, opens: bool) -> None:
    from bot.page.serving import serving

    stopping = Stopping()
    with suppress(NotImplementedError):  # there are systems without such signals
        # A terminal that closes ends the desk. And a loop that knows of one signal is woken by all:
        # one that came as it fell asleep was heard only once somebody asked for a page.
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, stopping.stop)
    async with serving(bench, port) as address:
        click.echo(f"The desk is open at {address}\nCtrl-C closes it.")
        if opens:
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        await stopping.wait()


def _means(environ: Mapping[str, str], meant: Meant, read: str | None, days: int) -> Toolkit:
    from bot.cli.feedback import from_file, from_records
    from bot.cli.terminal import explanation_text
    from bot.compose.stories import engine_from, today
    from bot.page.bench import Toolkit

    embedder = open_embedder(meant, environ)
    feedback = partial(from_file, read) if read else partial(from_records, environ, days)
    if read:
        feedback()
    return Toolkit(
        today,
        lambda data, story: engine_from(data, lambda: story, environ, embedder),
        feedback,
        _in_terminal,
        explanation_text,
    )


def _in_terminal(reply: Reply, story: Story) -> str:
    from bot.cli.terminal import Screen, reply_text, terminal_card

    return reply_text(terminal_card(reply, story), Screen())


def _source(named: str) -> Source:
    """The article, whose lines the quotes name: of a page those of its text."""
    from bot.cli.articles import read_article
    from bot.page.bench import Source

    article = read_article(named)
    return Source(Path(named).name, article.text, article)
