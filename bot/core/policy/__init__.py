"""From candidates to a decision: answer, offer or decline."""
