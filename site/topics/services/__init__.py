"""What is done to the vocabulary, each in one transaction, with its log entry."""
