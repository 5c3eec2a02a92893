"""What is said of the last reply."""
