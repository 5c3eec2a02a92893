"""What is said to the bot itself: small talk, and questions about it, its story and its file."""
