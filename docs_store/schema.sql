-- The catalog. It is the truth; the vector and keyword indexes are derived from it and can be rebuilt.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- One row per file that was ever reported on. Failed and quarantined files have a row and no documents.
CREATE TABLE sources (
    key         TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    file_hash   TEXT NOT NULL,
    size        INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    status      TEXT NOT NULL,
    error       TEXT,
    warnings    TEXT NOT NULL DEFAULT '[]',
    reading     INTEGER NOT NULL,
    report      TEXT,
    accepted    INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- `pending` documents are written but not yet in both indexes; nothing but recovery looks at them.
CREATE TABLE documents (
    id         TEXT PRIMARY KEY,
    source_key TEXT NOT NULL REFERENCES sources (key),
    position   INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'visible')),
    source     TEXT NOT NULL,
    file_hash  TEXT NOT NULL,
    text       TEXT NOT NULL,
    inferred   TEXT NOT NULL,
    layout     TEXT NOT NULL,
    reader     TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX documents_by_source ON documents (source_key);

-- `statements` as `codec` writes them; last, because older libraries have it added. NULL in what was read before.
CREATE TABLE chunks (
    id          TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    page        INTEGER,
    heading     TEXT NOT NULL,
    removed     TEXT NOT NULL,
    years       TEXT NOT NULL,
    status      TEXT NOT NULL,
    statements  TEXT
) WITHOUT ROWID;

CREATE INDEX chunks_by_document ON chunks (document_id, ordinal);

-- All vectors of a document in chunk order: one blob of float16, shape (chunks, dimensions). With a rowid, so that
-- single vectors can be read out of the blob.
CREATE TABLE vectors (
    document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    data        BLOB NOT NULL
);

-- What a person corrected. Keyed by source and position, so that it survives a new version of the file.
CREATE TABLE corrections (
    source_key TEXT NOT NULL,
    position   INTEGER NOT NULL,
    field      TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (source_key, position, field)
) WITHOUT ROWID;

-- The figure ledger: one row per number of a report, in the order of the document.
CREATE TABLE figures (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    indicator   TEXT NOT NULL,
    canonical   TEXT NOT NULL,
    value       TEXT NOT NULL,
    upper       TEXT,
    unit        TEXT NOT NULL,
    base_value  TEXT NOT NULL,
    base_unit   TEXT NOT NULL,
    comparator  TEXT NOT NULL,
    status      TEXT NOT NULL,
    aspect      TEXT NOT NULL,
    period      TEXT NOT NULL,
    certainty   REAL NOT NULL,
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    value_start INTEGER NOT NULL,
    value_end   INTEGER NOT NULL,
    PRIMARY KEY (document_id, ordinal)
) WITHOUT ROWID;

-- Support measures of policies, guides and notices, in the order of the document; `data` as `provision_codec` writes it.
CREATE TABLE provisions (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    data        TEXT NOT NULL,
    PRIMARY KEY (document_id, ordinal)
) WITHOUT ROWID;

-- Where the words stand on the pages: one blob a document, as `boxes.pack` writes it.
CREATE TABLE boxes (
    document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    data        BLOB NOT NULL
) WITHOUT ROWID;

-- Files that are kept beside the catalog, by content.
CREATE TABLE originals (
    file_hash TEXT PRIMARY KEY,
    size      INTEGER NOT NULL
) WITHOUT ROWID;

-- Sketches of texts (`sketch.py`): all numbers of a document's as one blob of int64, and the smallest ones as keys.
CREATE TABLE sketches (
    document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    data        BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE sketch_keys (
    hash        INTEGER NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    PRIMARY KEY (hash, document_id)
) WITHOUT ROWID;

CREATE INDEX sketch_keys_by_document ON sketch_keys (document_id);
