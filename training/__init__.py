"""How the small reader is made: documents, questions, labels. The product imports nothing of it."""
