"""Articles from a file: rows are read, cleaned, and written in batches. See ``run.Importer``."""
