"""What the bot does, once for all platforms."""
