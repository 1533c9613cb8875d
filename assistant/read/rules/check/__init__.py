"""The check: whether each sentence of an answer stands in the passages it cites.

One check for extractive and generated answers alike; pure, without library or model. See decision 0009.
"""

from assistant.read.rules.check.answer import Checked, check_answer
from assistant.read.rules.check.sentence import check_sentence
from assistant.read.rules.check.source import Fault, FaultKind, Source, resolve

__all__ = ["Checked", "Fault", "FaultKind", "Source", "check_answer", "check_sentence", "resolve"]
