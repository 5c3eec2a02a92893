"""From a question to facts in order, with scores."""
