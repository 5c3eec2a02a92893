"""`storybot key`: makes the key under which people are hashed, for who sets it themselves."""

from __future__ import annotations

import click


@click.command(short_help="Make a key for STORYBOT_HASH_KEY.")
def key() -> None:
    """Print a new random key for STORYBOT_HASH_KEY.

    Records name people only by a hash under that key. Processes that share a database need the
    same key on every machine. After a change nobody's earlier votes and messages are theirs any
    more: /privacy neither shows nor deletes them.

    \b
    For example:
      echo "STORYBOT_HASH_KEY=$(storybot key)" >> .env
    """
    from bot.records.pseudonyms import new_key

    click.echo(new_key())
