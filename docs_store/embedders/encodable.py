"""Text that every tokenizer accepts."""


def encodable(text: str) -> str:
    """The text with lone surrogates, which have no UTF-8 form, as question marks; tokenizers refuse those."""
    return text.encode("utf-8", "replace").decode("utf-8")
