"""What happened: outcomes, votes, where replies stand, and what readers sent to the editors."""
