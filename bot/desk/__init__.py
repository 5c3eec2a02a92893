"""The editors' side: what a file is worth, and what a change to it moves."""
