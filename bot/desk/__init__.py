"""The editors' side: pure over a story, what was recorded, and the text of a file."""
