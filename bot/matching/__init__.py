"""The engine: from a question and a story to evidence for the facts that may answer it."""
