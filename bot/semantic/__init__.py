"""The optional embedder: what questions mean, from a small language model on this machine."""

from bot.semantic.opening import open_embedder

__all__ = ["open_embedder"]
