"""Changing a knowledge file: its text is spliced, and what is not changed stays as it is."""
