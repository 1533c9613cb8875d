"""A message with its history to a plan."""
