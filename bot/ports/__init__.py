"""What the adapters need from outside, one protocol a module."""
