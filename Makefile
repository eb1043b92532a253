## Port Atlas. On a fresh machine: `make site`, then `make test`. Targets:

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
WEB    := tests/web/node_modules/.ready
SPEED  := tests/speed/node_modules/.ready

# Material and its relatives announce MkDocs 2 on every build; our pages are made for MkDocs 1.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

.DEFAULT_GOAL := help
.PHONY: help setup build check site offline serve test lint types floors unit js prose links html browser previews shots lighthouse tools bench lock clean

help:     ## show this list
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(READY)  ## install what the site and the tests need into .venv, from requirements.lock, by hash

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Port Atlas needs Python 3.11 or newer; $(PYTHON) is older. Name one: make PYTHON=python3.12 ..."; exit 1; }
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock; \
	else \
	  $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock; \
	fi
	@touch $@

build: $(READY)  ## write the Markdown pages that data/ asks for
	@$(BIN)/python -m generator build

check: $(READY)  ## say what is wrong with data/ or the generated files; writes nothing
	@$(BIN)/python -m generator check

site: $(READY)  ## build the finished site into site/
	@$(BIN)/python -m generator site

offline: site $(WEB)  ## the site as build/port-atlas-offline.zip, which opens from a disk without a network
	@$(BIN)/python -m generator offline

serve: $(READY)  ## live preview on 127.0.0.1:8000; an edit of data/ shows on the page
	@$(BIN)/python -m generator serve

test: tools lint types floors check js prose site links html offline  ## run every check there is
	@# Many tests wait for clocks and networks: the two long parts side by side take little more than one.
	@echo "the unit and the browser tests now, side by side; they print when they are done"
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target prepared=yes unit browser

lint: $(READY)  ## style of the Python code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)  ## types of the Python code
	$(BIN)/mypy

floors: $(READY)  ## imports run down the floors only
	$(BIN)/lint-imports

unit: $(if $(prepared),,$(READY) $(WEB) tools)  ## unit, golden and property tests, and the claims about sockets
	$(BIN)/python -X dev -m pytest -m "not browser"

js:  ## tests of the site's own scripts
	node --test tests/js/*.test.mjs

prose: $(WEB)  ## the house style of all pages: one spelling for each term, no filler, no endless sentence
	@node --test tests/web/*.test.mjs
	tests/web/node_modules/.bin/textlint -c tests/web/textlintrc.js "docs/**/*.md"

links: site  ## no broken link or anchor in the built site
	@# The copies at old and short addresses are left out: lychee does not know <base>; their pages are all read.
	grep -rL --include=*.html --include=*.md --include=*.txt '<base ' site | \
	  $(BIN)/lychee --offline --include-fragments --index-files index.html --root-dir $(CURDIR)/site --no-progress --files-from -

html: site $(WEB) tools  ## valid HTML from our templates
	$(BIN)/python tests/web/validate.py site

browser: $(if $(prepared),,offline tools)  ## the site in a real browser, from a server and from a disk
	$(BIN)/python -m pytest -m browser

previews: tools  ## draw anew the pictures that a link shows in a chat or a ticket
	$(BIN)/python -m tests.previews

shots: site tools  ## pictures of every kind of page, wide and phone, light and dark, with and without scripts: build/shots/
	$(BIN)/python -m tests.shots

lighthouse: site $(SPEED) tools  ## Lighthouse's scores on a slow phone; fails below performance 95, the others 100 (its times need an idle machine)
	$(BIN)/python -m tests.lighthouse

tools: $(READY)  ## install the programs that the tests drive: Chromium, Java, Go, ss, lsof, nc, curl and more
	@tests/tools.sh

$(WEB) $(SPEED): %/node_modules/.ready: %/package-lock.json
	@npm ci --loglevel=error --ignore-scripts --no-audit --no-fund --prefix $*
	@touch $@

bench: site tools  ## seconds and memory for 10 to 10,000 ports (SIZES="10 100" for fewer), and the speed of look-up and search
	$(BIN)/python -m tests.bench_lookup
	$(BIN)/python -m tests.bench $(SIZES)

lock:  ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group dev --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header --quiet --upgrade -o requirements.lock

clean:  ## remove everything that can be made again
	rm -rf $(VENV) build site .cache tests/*/node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
