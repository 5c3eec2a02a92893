"""`storybot mcp`: lets agents ask the story, over the Model Context Protocol."""

from __future__ import annotations

import click

from bot.cli.environment import Meant, environment, open_story, story_options
from bot.core.errors import UnusableInputError


@click.command(short_help="Let agents ask the story, over MCP.")
@story_options
def mcp(meant: Meant) -> None:
    """Serve the Model Context Protocol on standard input and output, until the input ends.

    A program with an agent starts it; it needs the extra “mcp”. Its tools ask (replies as of ask
    --json), fact, facts and sources only read. No draft is told, and no question kept or logged.
    A changed file is read anew; while it is broken, standard error says why, and the last good one
    is told.

    \b
    For example, in such a program's settings:
      {"mcpServers": {"story": {"command": "storybot",
        "args": ["mcp", "--knowledge", "/home/me/my-story.yaml"]}}}
    """
    try:
        from bot.adapters.agents import Agents
    except ModuleNotFoundError:
        need = "storybot mcp needs its extra: run pip install '.[mcp]' in storybot's folder."
        raise UnusableInputError(need) from None
    import asyncio
    import signal

    from bot.cli.logs import start_logging
    from bot.compose.serving import watch_knowledge

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the thread that reads would hold up another end
    start_logging("warning", ())
    environ = environment()
    opened = open_story(meant, environ)
    agents = Agents(opened.service)
    watch = watch_knowledge(opened.path, environ, agents, opened.embedder)
    try:
        asyncio.run(agents.serve(watch.run()))
    except* BrokenPipeError:  # who asked is gone
        pass
