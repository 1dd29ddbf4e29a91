"""Loads one corpus and prints as JSON what it took; ``python -m tests.bench.load FILE`` with the site's environment."""

import json
import sys
import time
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from kpknow.search.corpus.loading import load_corpus

    start, worked = time.perf_counter(), time.process_time()
    tally = load_corpus(Path(sys.argv[1]), complain=print, read=lambda _bytes: None)
    took = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - worked, **tally.counts}
    print(json.dumps(took))
