# The commands of daily work. README.md tells which to use when.

PORT ?= 8000
DEMO ?= 1
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/peerstoette
WORKERS ?= 2

VENV := .venv
PY := $(VENV)/bin/python
CATALOGUE := locale/da/LC_MESSAGES/django
APPS := accounts partners peers citizens budget reporting peerstoette
INSTALL := -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:
PYTEST := $(PY) -m pytest
FAST := "not proof and not browser and not sweep"
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

export PEERSTOETTE_ENV ?= development

.PHONY: help run demo messages format lint deployment test test-postgresql browser proof check bench \
	need-chromium need-postgresql

help:
	@echo "make run      starts the product with demonstration data on http://localhost:$(PORT)"
	@echo "              (PORT=8001 moves it, DEMO=0 starts empty and asks for the first leader)"
	@echo "make demo     builds the demonstration data anew"
	@echo "make test     the fast suite          make browser  the tests in Chromium"
	@echo "make proof    the long proofs         make check    everything, as before a release"
	@echo "make bench    ratios of speed         make messages collects texts to translate"

# --- running ----------------------------------------------------------------------------------

run: $(VENV)/run.stamp $(CATALOGUE).mo
	@$(PY) manage.py migrate --verbosity 0
ifeq ($(DEMO),0)
	@$(PY) manage.py create_leader --first --address http://localhost:$(PORT)
else
	@$(PY) manage.py demo --if-empty
	@echo
	@echo "Peerstøtte: http://localhost:$(PORT)  (Ctrl+C stops it)"
	@$(PY) manage.py demo --sign-ins
endif
	@$(PY) manage.py runserver localhost:$(PORT)

demo: $(VENV)/run.stamp $(CATALOGUE).mo
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo

# --- what is installed ------------------------------------------------------------------------

# The stamp is written last: an installation that was broken off is done again.
$(VENV)/%.stamp:
	@[ -n "$(PYTHON)" ] || { \
		echo "Peerstøtte needs Python 3.11 or newer; here is $$(python3 --version 2>&1 || echo none)."; \
		echo "On Debian 12 or newer: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments: its module ensurepip is missing."; \
		echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing what $< names into $(VENV) (about a minute, the first time only) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PY) $(INSTALL) -r $<
	@touch $@

$(VENV)/run.stamp: requirements.txt
$(VENV)/dev.stamp: requirements-dev.txt

%.mo: %.po | $(VENV)/run.stamp
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@ --locale da

# --- proving ----------------------------------------------------------------------------------

messages: $(VENV)/dev.stamp
	$(PY) manage.py messages

format: $(VENV)/dev.stamp
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/djhtml --tabwidth 2 templates

lint: $(VENV)/dev.stamp
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/djhtml --tabwidth 2 --check templates
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run

deployment: $(VENV)/dev.stamp $(CATALOGUE).mo
	PEERSTOETTE_ENV=production ALLOWED_HOSTS=peerstoette.example \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	TRAIL_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	$(PY) manage.py check --deploy --fail-level WARNING

test: $(VENV)/dev.stamp $(CATALOGUE).mo
	$(PYTEST) -n $(WORKERS) -m $(FAST)

test-postgresql: need-postgresql $(CATALOGUE).mo
	DATABASE_URL=$(POSTGRES_URL) $(PYTEST) -n $(WORKERS) -m $(FAST)

browser: need-chromium $(CATALOGUE).mo
	$(PYTEST) -n $(WORKERS) -m browser

# The races are run where they are run in earnest; each proof also holds on SQLite. What goes through
# every page, or counts questions at ten times the data, is the same on every
# engine, but for what asks how much the database takes.
proof: need-postgresql
	DATABASE_URL=$(POSTGRES_URL) $(PYTEST) -m "proof and not sweep"
	DATABASE_URL=$(POSTGRES_URL) $(PYTEST) -n $(WORKERS) -m "sweep and engines"
	$(PYTEST) -m "proof and not sweep"
	$(PYTEST) -n $(WORKERS) -m sweep

check: need-chromium need-postgresql
	$(MAKE) lint
	$(MAKE) deployment
	$(MAKE) test
	$(MAKE) test-postgresql
	$(MAKE) browser
	$(MAKE) proof
	@echo "Everything holds."

bench: $(VENV)/dev.stamp $(CATALOGUE).mo
	$(PY) -m benchmarks

need-chromium: $(VENV)/dev.stamp
	@command -v chromium >/dev/null || { \
		echo "The browser tests need Chromium. On Debian: apt install chromium"; exit 1; }

need-postgresql: $(VENV)/dev.stamp
	@$(PY) -c 'import psycopg, sys; psycopg.connect(sys.argv[1].rpartition("/")[0] + "/postgres", connect_timeout=3)' \
		$(POSTGRES_URL) 2>/dev/null || { \
		echo "No PostgreSQL answers at $(POSTGRES_URL)."; \
		echo "Start one, or name another: make $(MAKECMDGOALS) POSTGRES_URL=postgres://…"; exit 1; }
