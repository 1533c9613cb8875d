"""The nouns of the product and everything it keeps on disk.

Knows nothing of prompts, language models, file formats or display.
"""
