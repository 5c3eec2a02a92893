"""Recognises what is said to the bot itself: small talk, and questions about it and its file."""
