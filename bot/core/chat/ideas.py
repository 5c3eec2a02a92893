"""How frames call the story, the bot and what it says, by any of the ideas that stand for it."""

from __future__ import annotations

S = "story/it/this/report"
"""The story, however it is called."""
Y = "you/bot/tool"
"""The bot, however it is called."""
F = "answer/fact"
"""What the bot says."""
