"""Whether a fact that was found answers the question: figures, guards, a likelihood."""
