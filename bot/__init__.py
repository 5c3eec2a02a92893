"""storybot: answers questions about a news story from curated, sourced facts."""

__version__ = "0.1.0"
