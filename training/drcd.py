"""Questions over encyclopaedia articles, for learning to read before the labels of this project are learnt.

    python -m training.drcd ARTICLES.json... [--most N] > PAIRS

DRCD (Shao et al. 2018, CC BY-SA 3.0) is written in traditional characters; they are turned into simplified ones. A line
is as `training.pairs` prints it. Of two questions in five the paragraph that answers is left out: then the rest of the
article, near as it is, answers nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from opencc import OpenCC

from assistant.read.learnt import windows
from assistant.turn import Source, Stretch
from docs_store.types import Kind

_OTHERS = 3  # paragraphs of the same article
_FAR = 1  # paragraphs of other articles
_LEFT_OUT = 0.4
_EACH = 9  # questions of a paragraph


def rows(articles: Sequence[dict[str, Any]], most: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Lines of at most so many questions, drawn by a seed."""
    rng, simple = random.Random(seed), OpenCC("t2s")
    paragraphs = [(article, paragraph) for article in articles for paragraph in article["paragraphs"]]
    asked = [(a, p, qa) for a, p in paragraphs for qa in rng.sample(p["qas"], min(_EACH, len(p["qas"])))]
    for article, paragraph, qa in rng.sample(asked, min(most, len(asked))):
        same = [p for p in article["paragraphs"] if p is not paragraph]
        far = [other for other in rng.sample(paragraphs, min(2 * _FAR, len(paragraphs))) if other[0] is not article]
        others = [*((article, p) for p in rng.sample(same, min(_OTHERS, len(same)))), *far[:_FAR]]
        given = [] if rng.random() < _LEFT_OUT else [(article, paragraph)]
        given = rng.sample(given + others, len(given) + len(others))
        answer = qa["answers"][0]
        start = answer["answer_start"]
        pairs = []
        for rank, (of, each) in enumerate(given, start=1):
            spans = [(start, start + len(answer["text"]))] if each is paragraph else []
            source = _source(simple.convert(of["title"]), simple.convert(each["context"]))
            for window in windows.of_source(source):
                pairs.append((windows.told(window), 2 if windows.overlap(window, spans) else 0, rank))
        question = simple.convert(qa["question"])
        yield {"id": qa["id"], "file": article["id"], "lack": "", "asked": [question], "pairs": pairs}


def _source(title: str, text: str) -> Source:
    """A paragraph as a source. Turning characters into simplified ones keeps their number."""
    return Source(
        number=1,
        document_id=title,
        title=title,
        file=title,
        kind=Kind.OTHER,
        text=text,
        origins=tuple(range(len(text))),
        stretches=(Stretch(chunk_id="", start=0, end=len(text)),),
    )


def main() -> int:
    """Print the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=6800)
    args = parser.parse_args()
    articles = [each for path in args.articles for each in json.loads(path.read_text(encoding="utf-8"))["data"]]
    for row in rows(articles, args.most):
        print(json.dumps(row, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
