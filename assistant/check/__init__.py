"""The check: whether what a reader says stands in the sources of its turn, fact by fact."""
