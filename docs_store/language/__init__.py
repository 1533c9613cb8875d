"""Primitives of the language of official texts: one lexer of quantities, one reader of periods, word classes as data.

They read folded reading text (`docs_store.textnorm.fold`), keep offsets into it, and know nothing of questions or
answers.
"""
