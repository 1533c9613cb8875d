"""The reader that needs no language model: rules on words that judge sentences.

It searches, judges, checks and composes by itself (`run`). Nothing is added to it; slots and gates are to replace it.
"""
