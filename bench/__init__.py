"""Measurements: speed, memory and quality. Nothing here is a test."""
