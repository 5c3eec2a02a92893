"""From what a reader typed to words the ranker can weigh."""
