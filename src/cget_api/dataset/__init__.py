"""The curated register in YAML: read whole, refused with every error at once, written in one canonical form."""
