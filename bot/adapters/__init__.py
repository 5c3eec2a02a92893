"""Where people ask: events in, replies out, nothing decided here."""
