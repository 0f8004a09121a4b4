"""The register in SQL, on SQLite and PostgreSQL alike: its tables, how they are migrated, recorded into, read and
verified."""
