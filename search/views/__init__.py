"""What readers ask by address."""
