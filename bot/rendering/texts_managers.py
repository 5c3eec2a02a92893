"""What is said to those who manage a server or a workspace, in English."""

from __future__ import annotations

MANAGE_DESCRIPTION = "Where I post, for whom, and how often (for those who manage the server)"
MANAGE_SHOW = "Show the rules in this server"
MANAGE_MUTE = "Mute me in this channel for an hour"
MANAGE_UNMUTE = "Unmute me in this channel"
MANAGE_SPEAK = "Choose which channels I post in"
MANAGE_WHERE = "Which channels"
MANAGE_PRIVATE = "Whether answers to /ask are shown to the asker alone"
MANAGE_PRIVATE_ON = "True: only the asker sees them, unless they choose otherwise"
MANAGE_COOLDOWN = "How long before an answer is repeated in the same channel"
MANAGE_SECONDS = "Seconds; 0 to repeat at once"
MANAGE_MODE = "What I do in this channel with messages that do not mention me"
MANAGE_MODES = {
    "asked": "Nothing: I speak when I am asked",
    "ask": "Answer the questions that I am sure of",
    "forum": "Answer the first post of each thread",
    "suggest": "Tell the editors what I could say",
    "shadow": "Only count what I would have answered",
}
MANAGE_CANNOT_HEAR = (
    "I do not read messages that do not mention me: whoever runs me has to allow it first "
    "(STORYBOT_READ_CHANNELS on Discord, the scopes of the full manifest in Slack)."
)
MANAGE_NO_EDITORS = "That needs a channel of the editors here (STORYBOT_EDITORS)."
SLACK_NO_FORUMS = "Slack has no forums: choose “mode ask”."
MANAGE_DOCTOR = "Check my setup, and say what to do about problems; takes a few seconds"
PLACES = {
    "here": "In this channel too",
    "only-here": "In this channel only",
    "not-here": "Not in this channel",
    "everywhere": "In every channel",
}
DOCTOR_LEVELS = {"problem": "🔴", "warning": "🟡"}
DOCTOR_HIDDEN = (
    "{part}: something is wrong. Whoever runs me can see what it is with “storybot doctor”."
)
DOCTOR_MORE = "And {count} more; “storybot doctor” lists them all."
DOCTOR_WELL = "Everything is well."
DOCTOR_REST = "Everything else is well."
NOT_A_MANAGER = "Only those who manage the server can do that."
NO_SERVER = "There are no rules to set in a direct message."
RULES_EVERYWHERE = "I post in every channel."
RULES_CHANNELS = "I post only in {channels}."
RULES_SILENT = "I do not post in {channels}."
RULES_MODES = {
    "ask": "In {channels} I answer every question that I am sure of, without a mention.",
    "forum": "In {channels} I answer the first post of each thread, if I can.",
    "suggest": "In {channels} I tell the editors what I could say without a mention.",
    "shadow": "In {channels} I only count what I would have answered without a mention.",
}
RULES_MUTED = "I am muted in this channel for now; a mute lasts an hour."
RULES_PRIVATE = "Answers are shown to the asker alone, unless the asker chooses otherwise."
RULES_PUBLIC = "Answers are shown to everyone, unless the asker chooses otherwise."
RULES_COOLDOWN = "I do not repeat an answer in the same channel within {seconds}."
RULES_NO_COOLDOWN = "I repeat an answer as often as it is asked for."
RULES_LAST = (
    "These rules stay until somebody who manages the server changes them; a mute ends by itself."
)
SLACK_RULES = (
    "Workspace administrators change this with /story followed by: here, only-here, not-here, "
    "everywhere; mute, unmute; private on, private off; mode ask, mode suggest, mode shadow, mode "
    "asked; cooldown and a number of seconds. /story doctor tells them what is wrong with me."
)
SLACK_NOT_AN_ADMIN = "Only workspace administrators can do that."
SLACK_ADMINS_UNKNOWN = (
    "I cannot see who administers this workspace: my Slack app needs the permission “users:read”. "
    "Whoever runs me can set the same with STORYBOT_CHANNELS, STORYBOT_PRIVATE and "
    "STORYBOT_COOLDOWN, and see what is wrong with “storybot doctor”."
)
