"""What is done with uploaded files, one subject a module; nothing here knows a request."""
