"""From evidence to a decision: answer, tell with doubt, offer or decline."""
