"""Why there is no verdict, in words for the operator."""

from __future__ import annotations


class NoVerdictError(Exception):
    """The endpoint gave none; its text goes to the log, and holds nothing that came from outside
    but a number or the name of a type."""
