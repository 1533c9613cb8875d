"""Labels of measures, and how their weights are fitted."""

from __future__ import annotations

import pytest

from docs_store.provisions import Provision, Recipient
from ingest.provisions import recipients

_EMPTY = Provision(measure="奖励", clause=("一",), start=0, end=1)


def test_labels_name_places_and_known_recipients() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn comes with the sentence-transformers extra")
    from training.measures import labels

    rows = list(labels())
    assert len(rows) > 500
    known = set(map(str, Recipient))
    for row in rows:
        assert set(row) == {"file", "position", "start", "end", "digest", "grants", "to", "way"}
        assert row["start"] < row["end"]
        assert set(row["to"]) <= known
        assert bool(row["to"]) <= row["grants"], "what grants nothing is for nobody"


def test_weights_are_of_the_features_that_are_counted() -> None:
    weights = recipients._weights()
    counted = len(recipients.features(_EMPTY, "办法", "policy"))
    assert {len(row) for row in weights.of.values()} == {counted}
    assert recipients.IS_GRANT in weights.of
    assert Recipient.ENTERPRISE in weights.of


def test_measures_of_documents_that_were_not_fitted_are_told_apart() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn comes with the sentence-transformers extra")
    import numpy as np

    from training.measures import kept_back

    wanted = np.arange(64) % 2 == 0
    features = np.stack([wanted.astype(float), np.linspace(0, 1, 64)], axis=1)
    likelihood = kept_back(features, wanted, [f"document {n // 4}" for n in range(64)])
    assert likelihood[wanted].min() > likelihood[~wanted].max()
