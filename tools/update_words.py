"""Rebuild `docs_store/data/words.tsv` from the dictionary of the Python package `jieba`.

Usage: `python tools/update_words.py` (needs `jieba` 0.42.1; the product itself does not). The product cuts long texts
by the dictionary inside `rjieba` and short ones by this file, so they must be the same: the tests of
`docs_store/segmentation.py` compare them. With a newer dictionary texts have other terms: raise `TOKENIZER_VERSION`.
"""

from __future__ import annotations

from importlib import resources

from docs_store.segmentation import WORDS


def main() -> None:
    dictionary = resources.files("jieba") / "dict.txt"
    lines = (line.split() for line in dictionary.read_text(encoding="utf-8").splitlines())
    entries = {word: (frequency, part_of_speech) for word, frequency, part_of_speech in lines}  # B超 is there twice
    WORDS.write_text(
        "".join(f"{word}\t{entries[word][0]}\t{entries[word][1]}\n" for word in sorted(entries, key=str.encode)),
        encoding="utf-8",
        newline="\n",
    )
    print(f"{len(entries)} words, which occur {sum(int(frequency) for frequency, _ in entries.values())} times")


if __name__ == "__main__":
    main()
