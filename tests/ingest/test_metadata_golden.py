"""Metadata against the table made by hand, where the corpus is here. The figures are in `bench/results.jsonl`."""

from __future__ import annotations

from pathlib import Path

from bench import metadata_golden


def test_metadata_is_as_a_careful_reader_takes_it(shared: Path) -> None:
    scores = metadata_golden.measure()
    assert len(metadata_golden.rows()) >= 40
    for field, score in scores.items():
        assert score.expected >= 10
        assert score.precision >= 0.95 and score.recall >= 0.95, (field, score.faults)
    assert scores["versions"].faults == []
