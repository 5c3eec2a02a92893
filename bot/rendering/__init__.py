"""Replies as payloads: plain text, terminal, Discord and Slack dicts. Pure; no chat library."""
