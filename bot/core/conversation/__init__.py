"""Follow-ups: what "it" and "and how much?" stand on."""
