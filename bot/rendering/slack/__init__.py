"""Slack's messages and views as Block Kit dicts. Pure; no chat library."""

from bot.rendering.slack.blocks import escape, fitted
from bot.rendering.slack.message import slack

__all__ = ["escape", "fitted", "slack"]
