"""Questions answered from the figure ledger: comparing places and years, growth, targets against results, ranks, sums.

`answer` is the entry. `asked` reads what is wanted, `rows` finds the figures that say it, `routes` puts them together,
`reply` makes sentences and citations of them. Where the ledger does not hold every figure that is needed beyond doubt,
there is no answer from here, and the question goes the way of all others.
"""

from assistant.read.rules.lookup.reply import Reply
from assistant.read.rules.lookup.routes import answer, nearest

__all__ = ["Reply", "answer", "nearest"]
