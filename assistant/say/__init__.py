"""Checked findings to an answer: complete or openly partial, or not found, or one question back."""
