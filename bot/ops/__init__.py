"""What keeps a running bot well: time, logging."""
