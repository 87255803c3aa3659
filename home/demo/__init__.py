"""A small fictional site to look at: 枫渡镇.

``content/`` holds the texts, ``media/`` pictures, lectures and files; the modules put them in
through the same doors as people use (drafts, submission, three approvals). ``seeding.seed`` is
the entry.
"""
