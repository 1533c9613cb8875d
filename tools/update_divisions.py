"""Rebuild `docs_store/data/divisions.tsv` from the pinned npm package.

Usage: `python tools/update_divisions.py` (needs `npm` on the path and the Python package `jieba` 0.42.1; the product
itself needs neither). Look at `git diff` afterwards: a division that vanished is worth a second look.

The table's third column is the short name (`docs_store.regions.naming`), so that nobody who reads it has to derive
3,000 of them; its fourth says which names are everyday words, so that running text is not read as place names:

    f   the full name is: 城区, 新城区
    s   the short name is: 和平 (和平区), 资源 (资源县), 合作 (合作市)

A county's short name is an everyday word when jieba's dictionary, counted on a large corpus, has it often with another
tag than place name; or when two neighbouring words often make it by accident: 大安 in 重大|安全, 和政 in 和|政策.
Prefectures and provinces are known by their short names and are exempt. `name_senses.txt` overrules either way.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import tempfile
from collections import Counter
from importlib import resources
from pathlib import Path

from docs_store.regions.naming import short_name

PACKAGE = "@vant/area-data@2.1.0"
DATA = Path(__file__).resolve().parent.parent / "docs_store" / "data"

# 雄安新区 is governed as a prefecture and has a code, though the list of divisions does not carry it.
ADDED = {"133100": "雄安新区"}
# Abolished (港闸区 2020, 梅列区 2021, 长岛县 2020) or an economic zone without a division's standing (江北新区).
REMOVED = {"320112", "320611", "350402", "370634"}

MUNICIPALITIES = ("11", "12", "31", "50")
# The Ministry of Civil Affairs lists Taiwan, Hong Kong and Macao without lower divisions.
LISTED_WHOLE = ("71", "81", "82")

# A name's tags in jieba's dictionary, and how often it must stand in the corpus to count as an everyday word.
# Names of people and products are often places that the dictionary mislabels, so they must be more frequent.
NAME_TAGS = {"nr", "nrt", "nrfg", "nt", "nz"}
NAME_TAG_FREQUENCY = 300
WORD_FREQUENCY = 100
# Expected accidental occurrences in the dictionary's corpus (60 million words).
CHANCE_OCCURRENCES = 30


def fetch_names() -> dict[str, str]:
    """All rows of the package, code → name."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", PACKAGE, "--pack-destination", folder], check=True, capture_output=True)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            member = tar.extractfile("package/dist/index.js")
            assert member is not None
            source = member.read().decode("utf-8")
    return {code: json.loads(name) for code, name in re.findall(r'(\d{6}): ("[^"]+")', source)}


def is_division(code: str, name: str) -> bool:
    """Whether a row is a province, prefecture or county: not a filler row, an economic zone or a township."""
    if code.endswith("0000"):
        return True
    if code in REMOVED or code[:2] in LISTED_WHOLE or (code[:2] in MUNICIPALITIES and code.endswith("00")):
        return False
    if code[2:4] == "90" and code.endswith("00"):  # "directly administered counties"
        return False
    # GB/T 2260 numbers counties 01-69 and 81-89; the rest are economic zones that statistics add.
    county = int(code[4:])
    if 70 <= county <= 80 or county >= 90:
        return False
    return name[-1] in "市区县旗州盟" and not name.endswith("开发区") and name != "市辖区"


def read_senses() -> dict[str, str]:
    """The hand-made judgements, name → `word` or `place`."""
    senses = {}
    for line in (DATA / "name_senses.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            sense, *names = line.split()
            senses.update(dict.fromkeys(names, sense))
    return senses


class EverydayWords:
    """Tells everyday words from place names by jieba's dictionary and `name_senses.txt`."""

    def __init__(self) -> None:
        self._senses = read_senses()
        self._entries: dict[str, tuple[int, str]] = {}
        self._starts: Counter[str] = Counter()
        self._ends: Counter[str] = Counter()
        dictionary = resources.files("jieba") / "dict.txt"
        for line in dictionary.read_text(encoding="utf-8").splitlines():
            word, frequency, tag = line.split()
            self._entries[word] = (int(frequency), tag)
            self._starts[word[0]] += int(frequency)
            self._ends[word[-1]] += int(frequency)
        self._total = sum(self._starts.values())

    def full_name(self, name: str) -> bool:
        return self._senses.get(name) == "word"

    def short_name(self, name: str, *, is_county: bool) -> bool:
        if name in self._senses:
            return self._senses[name] == "word"
        return is_county and (self._is_common(name) or self._is_made_by_chance(name))

    def _is_common(self, name: str) -> bool:
        frequency, tag = self._entries.get(name, (0, "ns"))
        return tag != "ns" and frequency >= (NAME_TAG_FREQUENCY if tag in NAME_TAGS else WORD_FREQUENCY)

    def _is_made_by_chance(self, name: str) -> bool:
        if len(name) > 2:
            return False
        return self._ends[name[0]] * self._starts[name[1]] / self._total >= CHANCE_OCCURRENCES


def main() -> None:
    names = {code: name for code, name in fetch_names().items() if is_division(code, name)} | ADDED
    words = EverydayWords()
    lines = []
    for code, name in sorted(names.items()):
        short = short_name(name)
        marks = "f" if words.full_name(name) else ""
        if short and words.short_name(short, is_county=not code.endswith("00")):
            marks += "s"
        lines.append(f"{code}\t{name}\t{short or ''}\t{marks}".rstrip("\t"))
    (DATA / "divisions.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} divisions")


if __name__ == "__main__":
    main()
