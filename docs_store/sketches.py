"""The sketches of the documents' texts in the catalog: which documents are alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from docs_store.database import Database
from docs_store.sketch import KEYS, similarity


class Sketches:
    """Rows of the tables `sketches` and `sketch_keys`, which go when their document goes.

    Args:
        database: the catalog's; `put` joins the transaction that is open.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, document_id: str, values: Sequence[int]) -> None:
        """Store a document's sketch, as `docs_store.sketch.sketch` gives it; joins the open transaction."""
        blob = np.array(values, dtype="<i8").tobytes()
        self._db.run("INSERT OR REPLACE INTO sketches VALUES (?, ?)", (document_id, blob))
        keys = [(value, document_id) for value in values[:KEYS]]
        self._db.run_many("INSERT OR REPLACE INTO sketch_keys VALUES (?, ?)", keys)

    def alike(self, document_id: str, *, least: float, limit: int) -> list[tuple[str, float]]:
        """Visible documents whose text is like a document's, with the similarity in 0..1, most alike first.

        Only documents that share a quarter of the keys are compared: at a similarity of 0.5 that is next to certain.

        Args:
            least: similarity from which documents count as alike.
            limit: at most so many.
        """
        own = self._of(document_id)
        if not own:
            return []
        keys = own[:KEYS]
        rows = self._db.many(
            "SELECT k.document_id FROM sketch_keys k JOIN documents d ON d.id = k.document_id"
            f" WHERE k.hash IN ({','.join('?' * len(keys))}) AND d.state = 'visible' AND d.id != ?"
            " GROUP BY k.document_id HAVING count(*) >= ? ORDER BY count(*) DESC, k.document_id LIMIT ?",
            (*keys, document_id, len(keys) // 4, 4 * limit),
        )
        found = [(other, similarity(own, self._of(other))) for (other,) in rows]
        return sorted((pair for pair in found if pair[1] >= least), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _of(self, document_id: str) -> tuple[int, ...]:
        row = self._db.one("SELECT data FROM sketches WHERE document_id = ?", (document_id,))
        return () if row is None else tuple(np.frombuffer(row[0], dtype="<i8").tolist())
