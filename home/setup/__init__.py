"""Makes an empty database into a site: locales, tree, roles, workflow. Every part is idempotent."""
