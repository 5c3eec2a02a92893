"""Slack: events, commands and buttons in; answers in threads, direct messages and privately out."""

from bot.adapters.slack.serving import serve_slack

__all__ = ["serve_slack"]
