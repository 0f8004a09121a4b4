"""The register shown to people, from answers of the public schema alone: whole pages, which need no script."""
