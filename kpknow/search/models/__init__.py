"""What the index knows: a document for each record strangers may find."""

from kpknow.search.models.corpus_record import CorpusRecord
from kpknow.search.models.search_doc import KIND_BITS, DocKind, IndexState, SearchDoc, doc_id
from kpknow.search.models.similar_story import SimilarStory

__all__ = ["KIND_BITS", "CorpusRecord", "DocKind", "IndexState", "SearchDoc", "SimilarStory", "doc_id"]
