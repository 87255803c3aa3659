"""Full text search in Chinese: one analysis, one index format, two engines, one door."""
