"""What the bot says of itself, its story and its file."""
