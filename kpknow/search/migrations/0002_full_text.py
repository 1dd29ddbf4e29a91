"""The full-text index of each database over the same stems: FTS5 kept by triggers, or a generated tsvector."""

from django.db import migrations

TABLE = "search_searchdoc"
COLUMNS = "title, summary, body"
NEW, OLD = ("new.title, new.summary, new.body", "old.title, old.summary, old.body")
FORGET = f"INSERT INTO search_fts(search_fts, rowid, {COLUMNS}) VALUES ('delete', old.id, {OLD});"
LEARN = f"INSERT INTO search_fts(rowid, {COLUMNS}) VALUES (new.id, {NEW});"
SQLITE = (
    f"CREATE VIRTUAL TABLE search_fts USING fts5({COLUMNS}, content='{TABLE}', content_rowid='id', "
    "tokenize=\"unicode61 remove_diacritics 0\")",
    "INSERT INTO search_fts(search_fts, rank) VALUES ('rank', 'bm25(8.0, 3.0, 1.0)')",
    f"CREATE TRIGGER search_doc_insert AFTER INSERT ON {TABLE} BEGIN {LEARN} END",
    f"CREATE TRIGGER search_doc_delete AFTER DELETE ON {TABLE} BEGIN {FORGET} END",
    f"CREATE TRIGGER search_doc_update AFTER UPDATE ON {TABLE} BEGIN {FORGET} {LEARN} END",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab('search_fts', 'row')",
)
# a tsvector holds a megabyte; the longest transcripts are cut rather than refused
POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN stems tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', summary), 'B') || "
    "setweight(to_tsvector('simple', left(body, 900000)), 'D')) STORED",
    f"CREATE INDEX search_doc_stems ON {TABLE} USING gin (stems)",
)
UNDO = {
    "sqlite": (
        "DROP TABLE search_vocabulary",
        "DROP TRIGGER search_doc_insert",
        "DROP TRIGGER search_doc_delete",
        "DROP TRIGGER search_doc_update",
        "DROP TABLE search_fts",
    ),
    "postgresql": (f"ALTER TABLE {TABLE} DROP COLUMN stems",),
}


def make(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]
    operations = [migrations.RunPython(make, undo)]
