"""The documents whose facts this site keeps."""

from kpknow.content.models import Source
from kpknow.demo.facts import rows
from kpknow.demo.records import make


def load_sources() -> None:
    for row in rows("sources"):
        if not Source.objects.filter(slug=row["slug"]).exists():
            note = row["note"] if isinstance(row["note"], str) else "\n\n".join(row["note"])
            make(Source, row | {"note": note}, is_listed=True)
