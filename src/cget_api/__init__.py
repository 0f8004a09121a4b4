"""A temporal register of one French State service, served over GraphQL."""

__version__ = "0.1.0"
