"""The register over GraphQL: types, ids, connections and errors; nothing here knows where a register is kept."""
