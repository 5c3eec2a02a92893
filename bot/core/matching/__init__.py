"""From a question to candidates with scores."""
