"""What the register means, in the standard library alone: nothing here knows SQL, YAML, GraphQL or HTTP."""
