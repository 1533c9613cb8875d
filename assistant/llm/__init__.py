"""Language models: one small protocol, and the models behind it.

Importing this package loads no vendor's library.
"""

from assistant.llm.model import ChatModel, LanguageModel
from assistant.llm.streaming import GenerationError, pieces

__all__ = ["ChatModel", "GenerationError", "LanguageModel", "pieces"]
