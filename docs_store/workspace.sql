-- What people do with the library: their conversations, their lists of drafted replies, and what they think of answers.
-- It stands beside the catalog and not in it: nothing here is needed to answer a question. `owner` is the hash of the
-- visitor's secret, never the secret.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE talks (
    id      TEXT PRIMARY KEY,
    owner   TEXT NOT NULL,
    title   TEXT NOT NULL,
    changed TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX talks_by_owner ON talks (owner, changed);

CREATE TABLE turns (
    talk_id TEXT NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (talk_id, number)
) WITHOUT ROWID;

CREATE TABLE lists (
    id      TEXT PRIMARY KEY,
    owner   TEXT NOT NULL,
    title   TEXT NOT NULL,
    limits  TEXT NOT NULL,
    changed TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX lists_by_owner ON lists (owner, changed);

-- `content` is the drafted reply, NULL until there is one; `text` is what a person made of it.
CREATE TABLE replies (
    list_id  TEXT NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    question TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'drafted', 'approved', 'rejected')),
    content  TEXT,
    text     TEXT,
    PRIMARY KEY (list_id, number)
) WITHOUT ROWID;

CREATE TABLE opinions (
    id       INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    owner    TEXT NOT NULL,
    good     INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    question TEXT NOT NULL,
    answer   TEXT NOT NULL
);
