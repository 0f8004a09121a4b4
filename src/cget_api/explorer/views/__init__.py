"""One room for each kind of page: which questions it asks, and what of the answers it shows."""
