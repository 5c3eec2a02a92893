"""Builds the parts from settings: the only package that knows every part."""
