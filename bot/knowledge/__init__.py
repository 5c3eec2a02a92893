"""knowledge.yaml: read into a Story or into a list of problems, reviewed, and found."""
