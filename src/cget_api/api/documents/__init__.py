"""GraphQL documents: read, measured and priced before any of them runs."""
