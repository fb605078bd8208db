# Feuillet. `make` alone says what there is.
#
# The first `make pdf` sets everything up in .venv; after that, make only looks at a few file times.
# Everything else is the work of the `feuillet` command.

FEUILLET := .venv/bin/feuillet
PYTHON   := .venv/bin/python
PYTHONS  := python3.13 python3.12 python3.11 python3

.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory
.PHONY: help pdf epub handout all check doctor test test-browser lint format bench previews lock clean FORCE

help:  ## what you can ask for
	@echo 'Feuillet makes a brochure, an ebook and a bilingual handout from one article.'
	@echo
	@awk -F ':.*##  *' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'The first time sets everything up. What is made is in build/.'

pdf: .venv/.for-run  ## the brochure, to print
	@$(FEUILLET) build --product brochure

epub: .venv/.for-run  ## the ebook, for phones and screen readers
	@$(FEUILLET) build --product ebook

handout: .venv/.for-run  ## the bilingual handout, French beside English
	@$(FEUILLET) build --product handout

all: .venv/.for-run  ## all of them
	@$(FEUILLET) build

check: .venv/.for-run  ## look the articles and their translations over
	@$(FEUILLET) check

doctor: .venv/.installed  ## what this machine has, what it lacks, and how to get it
	@$(FEUILLET) doctor

clean:  ## remove what was made (.venv stays)
	@if [ -x $(FEUILLET) ]; then $(FEUILLET) clean; fi

# ── For those who change Feuillet ────────────────────────────────────────────────────────────

test: .venv/.for-test  ## the tests; ARGS='-k import' picks some
	@$(PYTHON) -m pytest -n auto --dist loadfile $(ARGS)

test-browser: .venv/.for-browser  ## every ebook in a browser, with Ace by DAISY
	@$(FEUILLET) build
	@PATH="$(CURDIR)/.venv/bin:$$PATH" $(PYTHON) tests/browser/ace.py build/*.epub

lint: .venv/.for-test  ## style, types, and which module may import which
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-cache --no-logo

format: .venv/.for-test  ## lay the code out
	@$(PYTHON) -m ruff check --fix
	@$(PYTHON) -m ruff format

bench: .venv/.for-bench  ## how fast it is, against what else one could use
	@$(PYTHON) -m tests.bench $(ARGS)

previews: .venv/.for-run  ## make the products' preview pictures again
	@$(PYTHON) -m tests.previews $(ARGS)

# ARGS=--upgrade takes newer versions; without it, only what pyproject.toml asks for changes.
lock: .venv/.for-test  ## pin the dependencies again
	@$(LOCK) pyproject.toml --group setup --output-file requirements.lock
	@$(LOCK) pyproject.toml --group setup --group dev --constraints requirements.lock --output-file requirements-test.lock
	@$(LOCK) --group bench --output-file requirements-bench.lock
	@$(LOCK) --group browser --output-file requirements-browser.lock

LOCK = .venv/bin/uv pip compile --no-config --quiet --system-certs --universal --python-version 3.11 --generate-hashes \
       --custom-compile-command 'make lock' $(ARGS)

# ── Set-up ───────────────────────────────────────────────────────────────────────────────────
# A file .venv/.for-… says that the set-up for it was finished. .installed holds the folder it was
# finished in: an environment does not survive being moved or copied, nor losing its Python, so then
# it is made again.

SETUP := pyproject.toml requirements.lock pipeline/setup/bootstrap.py pipeline/setup/system.py
ifneq ($(shell test -x .venv/bin/python && cat .venv/.installed 2>/dev/null),$(CURDIR))
.venv/.installed .venv/.for-run .venv/.for-test .venv/.for-bench .venv/.for-browser: FORCE
endif

.venv/.installed: $(SETUP)
	@$(call set-up,packages)
.venv/.for-run: $(SETUP)
	@$(call set-up,run)
.venv/.for-test: $(SETUP) requirements-test.lock
	@$(call set-up,test)
.venv/.for-bench: $(SETUP) requirements-test.lock requirements-bench.lock
	@$(call set-up,bench)
.venv/.for-browser: $(SETUP) requirements-test.lock requirements-browser.lock tests/browser/package-lock.json
	@$(call set-up,browser)

# The first Python that is new enough; one that can make virtual environments before one that cannot.
define set-up
for needed in sys,venv,ensurepip sys; do \
  for python in $(PYTHONS); do \
    if "$$python" -c "import $$needed; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then \
      exec "$$python" -m pipeline.setup.bootstrap $(1); \
    fi; \
  done; \
done; \
echo 'feuillet: this machine has no Python 3.11 or later. Install it, then run make again:' >&2; \
echo '  Debian, Ubuntu: sudo apt-get install -y python3 python3-venv' >&2; \
echo '  Fedora:         sudo dnf install -y python3' >&2; \
echo '  macOS:          brew install python@3.13' >&2; \
echo '  Windows:        winget install -e --id Python.Python.3.13' >&2; \
exit 5
endef
