"""The part of docs/reference.md that the command line writes itself.

python -m tests.reference      writes it anew
"""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.main import storybot

PAGE = Path(__file__).parents[1] / "docs/reference.md"
BEGIN = "<!-- written by python -m tests.reference -->\n"
END = "<!-- end of what is written -->\n"
WIDTH = 88


def options() -> str:
    """The help of `storybot` and of each of its commands, as Markdown."""
    root = _context(storybot, "storybot")
    names = storybot.list_commands(root)
    found = [(name, storybot.get_command(root, name)) for name in names]
    subcommands = [_context(it, name, root) for name, it in found if it is not None]
    return "\n".join(map(_section, (root, *subcommands)))


def page() -> str:
    """The whole page, with the options as they are now."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + "\n" + options() + "\n" + END + rest.partition(END)[2]


def _context(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    width = {"terminal_width": WIDTH, "max_content_width": WIDTH}
    settings = {**command.context_settings, **width}
    return click.Context(command, parent, name, **settings)


def _section(context: click.Context) -> str:
    shown = context.get_help().rstrip()
    return f"### {context.command_path}\n\n```text\n{shown}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
