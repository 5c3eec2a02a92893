"""Discord: slash command, mentions, direct messages and buttons in; rendered cards out."""
