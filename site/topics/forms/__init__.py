"""Forms, by what they are for. ``choosing`` and ``topic_page`` are used by the models."""
