"""Reading by a small model of our own: which stretch of a source answers, learnt from labels and held to a bound."""
