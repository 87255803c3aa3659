"""Forms about branches and people."""
