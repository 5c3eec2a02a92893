"""The optional judge: a model of the operator's own that may keep a reply from being sure."""
