"""Pages per second, peak memory and errors of reading: a PDF of many pages, and scans.

    python -m bench.reading_speed CORPUS [--record]

CORPUS is a folder with `policy_guide_pdf/*.pdf` and with `scans/NAME.txt` beside its pages `NAME_1.png`, `NAME_2.png` …
Each file is read as an ingest does, in a fresh process of its own, one after the other, up to its text; memory is that
process's largest resident size, above that of one that has read a file of one word. The characters of scans are
compared with the label without the page numbers, which labels leave out.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from bench.error_rate import character_error_rate
from bench.results import record
from ingest import lines, noise
from ingest.isolation import ReaderProcess
from ingest.readers.base import RawText

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"


def measured(path: Path) -> tuple[RawText, float, int]:
    """What a file says, seconds, and peak in MiB."""
    with ReaderProcess() as process:
        raw = process.call("read", path, path=path)
        assert isinstance(raw, RawText) and process.usage is not None
        return raw, process.usage.seconds, process.usage.peak_mb


def idle_mb() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text("word", encoding="utf-8")
        return measured(path)[2]


def without_furniture(raw: RawText) -> str:
    """The text without what reading leaves out of every page."""
    text, at = [], 0
    for start, end in [*noise.find(raw, lines.split(raw.text)), (len(raw.text), len(raw.text))]:
        text.append(raw.text[at:start])
        at = end
    return "".join(text)


def speed(paths: list[Path], idle: int) -> tuple[dict[str, Any], str]:
    pages, seconds, peak, text = 0, 0.0, 0, []
    read_by: Counter[str] = Counter()
    for path in paths:
        raw, took, most = measured(path)
        pages += len(raw.pages)
        seconds += took
        peak = max(peak, most)
        read_by.update(reading.by.value for reading in raw.readings)
        text.append(without_furniture(raw))
    figures = {
        "pages": pages,
        "seconds": round(seconds, 1),
        "pages_per_s": round(pages / seconds, 2),
        "peak_mb_above_idle": peak - idle,
        "read_by": dict(read_by),
    }
    return figures, "\n".join(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--record", action="store_true", help="append the result to the history")
    arguments = parser.parse_args()
    if not arguments.corpus.is_dir():
        print(f"skipped: {arguments.corpus.name} is not here")
        return
    idle = idle_mb()
    result: dict[str, Any] = {"idle_mb": idle}
    for path in sorted(arguments.corpus.glob("policy_guide_pdf/*.pdf")):
        result["pdf"], _ = speed([path], idle)
    for label in sorted(arguments.corpus.glob("scans/*.txt")):
        scans = sorted(label.parent.glob(f"{label.stem}_*.png"))
        result["scans"], text = speed(scans, idle)
        told = label.read_text(encoding="utf-8-sig")
        result["scans"]["character_error_rate"] = round(character_error_rate(text, told), 4)
    print(json.dumps(result, ensure_ascii=False))
    if arguments.record:
        record("reading_speed", result)


if __name__ == "__main__":
    main()
