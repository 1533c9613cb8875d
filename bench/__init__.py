"""Measurements: speed, memory and quality. Nothing here is a test."""

import docs_store  # noqa: F401 - it says how NumPy is to compute, and must come before NumPy does
