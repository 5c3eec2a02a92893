"""From what a reader typed to words the matcher can weigh."""
