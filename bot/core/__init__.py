"""What is asked, what is answered, and why: no input or output, no chat library, no clock."""
