# make run     set everything up and serve the demo knowledge base on http://127.0.0.1:8000 (PORT= to change)
# make test    set everything up and run every check of tests/ (DATABASE_URL=postgres://… to run on PostgreSQL)
# make dev     serve with reload and tracebacks, for work on the code
# make check   lint, types, layers, migrations, dangerous settings
# make measure  print what each kind of page weighs, while the site runs
# make bench    print what each kind of page costs over made-up collections (STORIES="1000 10000", DATABASE_URL=)
# make drill-purge  plant a word everywhere, withdraw everything, purge, and read every file for it; on SQLite, then PostgreSQL
# make drill-crash  kill writers, migrations, imports and purges in the middle, fill a disk; on SQLite, then PostgreSQL (ROUNDS=, 30)
# make drill-backup  back a site with pictures up while two write, bring it back elsewhere, compare (BACKUP_STORIES=, 5000)
# make drill-panic  close a site that many read and two write to, and open it again (PANIC_READERS=, default 200)
# make drill-cable  take the database's machine away from under readers and a writer, and bring it back; as root (CABLE_READERS=, 20)
# make drill-scale  many nodes on this machine, and parts of them killed (WITHDRAWALS=, default 500)
# make load     one node under many readers; prints what they waited (READERS=, default 200)
# make lock    pin the requirements of pyproject.toml anew, with hashes
# make sbom    write the bill of materials and the licences, after make lock
# make wheels  gather all packages a server needs in wheels/, to carry them to a machine without network
# make install-offline  install from wheels/ there, asking nobody; the same hashes are checked

PYTHON ?= python3
PORT ?= 8000
STORIES ?= 1000 10000
ROUNDS ?= 30
BACKUP_STORIES ?= 5000
PANIC_READERS ?= 200
CABLE_READERS ?= 20
WITHDRAWALS ?= 500
READERS ?= 200
VENV := .venv
BIN := $(VENV)/bin
export SITE_ADDRESS ?= http://127.0.0.1:$(PORT)

.PHONY: run dev test check measure bench drill-purge drill-crash drill-backup drill-panic drill-cable drill-scale load lock sbom wheels install-offline clean

run: $(VENV)/.runtime
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	$(BIN)/python manage.py load_demo --if-empty
	$(BIN)/python manage.py create_staff
	@echo "kpknow is at $(SITE_ADDRESS)/ (stop with Ctrl-C)"
	$(BIN)/gunicorn --config docs/deploy/gunicorn.conf.py --bind 127.0.0.1:$(PORT) kpknow.wsgi

dev: $(VENV)/.dev
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_demo --if-empty
	$(BIN)/python manage.py create_staff
	DEBUG=1 $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses auto

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0
	SITE_ADDRESS=https://kpknow.example CONTACT_ADDRESS=desk@kpknow.example $(BIN)/python manage.py check --deploy --fail-level WARNING

measure: $(BIN)/python
	$(BIN)/python -m tests.measure $(SITE_ADDRESS)

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench --stories $(STORIES)

drill-purge: $(VENV)/.dev
	$(BIN)/python -m tests.drills.purge
	$(BIN)/python -m tests.drills.purge --postgresql

drill-crash: $(VENV)/.dev
	$(BIN)/python -W ignore -m tests.drills.crash --rounds $(ROUNDS)
	$(BIN)/python -W ignore -m tests.drills.crash --rounds $(ROUNDS) --postgresql

drill-backup: $(VENV)/.dev
	$(BIN)/python -W ignore -m tests.drills.backup --stories $(BACKUP_STORIES)
	$(BIN)/python -W ignore -m tests.drills.backup --stories $(BACKUP_STORIES) --postgresql

drill-panic: $(VENV)/.dev
	$(BIN)/python -W ignore -m tests.drills.panic --readers $(PANIC_READERS)
	$(BIN)/python -W ignore -m tests.drills.panic --readers $(PANIC_READERS) --postgresql

drill-cable: $(VENV)/.dev
	$(BIN)/python -W ignore -m tests.drills.cable --readers $(CABLE_READERS)

drill-scale: $(VENV)/.dev
	$(BIN)/python -m tests.scale.drill --trials $(WITHDRAWALS)

load: $(VENV)/.dev
	$(BIN)/python -m tests.scale.load --readers $(READERS)

lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --python-version 3.11.2 --generate-hashes --only-binary :all: --no-header --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --python-version 3.11.2 --generate-hashes --only-binary :all: --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --python-version 3.11.2 --generate-hashes --only-binary :all: --no-header --no-annotate --extra scale pyproject.toml -o docs/deploy/requirements-scale.txt

sbom: $(VENV)/.dev
	$(BIN)/python -m tests.supply.bill

wheels: $(BIN)/python
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-deps --requirement requirements.txt --dest wheels

install-offline: $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --require-hashes --only-binary :all: --requirement requirements.txt
	@touch $(VENV)/.runtime

clean:
	rm -rf $(VENV) var wheels .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements-dev.txt
	@touch $@
