"""Every component in every state, for those who build and edit the site; see docs/design.md."""
