"""Slack: events, commands and buttons in; answers in threads, direct messages and privately out."""

from bot.channels.slack.serving import serve_slack

__all__ = ["serve_slack"]
