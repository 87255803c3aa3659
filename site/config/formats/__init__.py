"""Dates where Django's own format of a language doesn't suit."""
