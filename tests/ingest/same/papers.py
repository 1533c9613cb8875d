"""Documents to be changed: the sample library's, and real ones drawn by seed where they lie beside the repository."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from docs_store.textnorm import clean, fold, mend_points
from examples.build_library import Block, parse
from ingest import noise
from ingest.lines import between, paragraphs, split
from ingest.readers import read_file
from ingest.readers.base import RawText

_ROOT = Path(__file__).resolve().parents[3]
_EXAMPLES = _ROOT / "examples"
_CORPUS = _ROOT.parent / "shared" / "corpus"
_LEAST, _MOST = 450, 9_000  # characters: several pages, and no more than takes a second
_LONGEST_LINE = 1_500
_CLOSING = ("。", "；", "：", "！", "？", "”", "）", "》", "…", ";", ":", ")")


@dataclass(frozen=True)
class Paper:
    """A document as paragraphs, the title first."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> list[str]:
        """One line a paragraph, cells parted by bars."""
        return [" | ".join(block.cells) if block.cells else block.text for block in self.blocks]


def own_papers() -> list[Paper]:
    """The sample library's texts."""
    sources = [parse(path.read_text(encoding="utf-8")) for path in sorted((_EXAMPLES / "sources").glob("*.md"))]
    plain = sorted([*(_EXAMPLES / "library").glob("*.txt"), *(_EXAMPLES / "figure_reports").glob("*.txt")])
    return [Paper(Path(source.file).stem, source.blocks) for source in sources] + [paper_of(path) for path in plain]


def table_papers() -> list[Paper]:
    """Tables of figures: results by year, targets by county, plans against accounts."""
    return [
        Paper(title, (Block("title", title), *(Block("row", "", tuple(row)) for row in rows)))
        for title, rows in (
            (
                "青禾县2024年科技创新主要指标完成情况表",
                (
                    ("指标名称", "计量单位", "2023年", "2024年"),
                    ("高新技术企业数", "家", "125", "148"),
                    ("技术合同成交额", "亿元", "15.9", "18.4"),
                    ("全社会研发经费支出", "亿元", "6.2", "7.1"),
                    ("科技型中小企业入库数", "家", "141", "163"),
                ),
            ),
            (
                "白溪市2025年科技工作目标任务分解表",
                (
                    ("县区", "新增高新技术企业（家）", "技术合同成交额（亿元）", "发明专利授权量（件）"),
                    ("青禾县", "23", "18.5", "64"),
                    ("临溪县", "15", "9.2", "37"),
                    ("河东区", "31", "26.8", "112"),
                ),
            ),
            (
                "青禾县科学技术局2024年度部门收支情况表",
                (
                    ("项目", "2024年预算数（万元）", "2024年决算数（万元）"),
                    ("科学技术支出", "1860.5", "1793.2"),
                    ("社会保障和就业支出", "142.3", "141.9"),
                    ("住房保障支出", "96.4", "96.4"),
                ),
            ),
        )
    ]


def paper_of(path: Path) -> Paper:
    """A file as paragraphs, its lines joined where it breaks them inside sentences."""
    raw = read_file(path)
    text, before = raw.text, ""
    while text != before:  # what stands in one line with the next may be a line of that again
        text, before = "\n".join(_joined(raw if not before else RawText(text=text, reader="text"))), text
    lines = [line.lstrip("# ") for line in text.split("\n") if line.strip("# ")]
    return Paper(path.stem, tuple(Block("title" if at == 0 else "paragraph", line) for at, line in enumerate(lines)))


def _joined(raw: RawText) -> list[str]:
    """Paragraphs, a line each."""
    folded = mend_points(fold(raw.text))
    removed = noise.find(raw, split(folded))
    found = [
        clean(raw.text[p.start : p.end], start=p.start, removed=[*p.soft_breaks, *between(removed, p.start, p.end)])
        for p in paragraphs(raw, split(folded), removed)
    ]
    return [line for paragraph in found for line in paragraph.text.split("\n") if line.strip()]


def drawn_papers(folder: str, count: int, seed: int = 7) -> list[Paper]:
    """Real documents; none where they are not beside the repository."""
    if folder == "wide":
        table = _CORPUS / "wide" / "split.tsv"
        rows = [row.split("\t") for row in table.read_text("utf-8").splitlines()] if table.is_file() else []
        paths = [_CORPUS / "wide" / row[0] for row in rows if row[2] == "train" and row[0].endswith((".txt", ".md"))]
        paths = [path for path in paths if path.stat().st_size < 3 * _MOST]
    else:
        paths = sorted(path for path in (_CORPUS / folder).glob("*") if path.suffix in (".txt", ".docx"))
    random.Random(seed).shuffle(paths)
    return list(islice(filter(_is_of_use, map(paper_of, paths)), count))


def _is_of_use(paper: Paper) -> bool:
    """Whether a document has whole paragraphs, and none too long: some sites put all of a text on one line."""
    is_whole = all(line.endswith(_CLOSING) or "，" not in line for line in paper.lines[1:-2])  # the end may be cut off
    return is_whole and len("".join(paper.lines)) >= _LEAST and max(map(len, paper.lines)) <= _LONGEST_LINE
