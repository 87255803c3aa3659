"""Admin views beside those of the snippet viewset."""
