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

help:  ## list what you can ask for ## dire ce que l’on peut demander
	@$(say) 'Feuillet makes a brochure, an ebook and a bilingual handout from one article.' \
	        'À partir d’un article, Feuillet produit une brochure, un livre numérique et une fiche bilingue.'
	@echo
	@awk -F ' ## ' -v text="$$($(say) 2 3)" \
	  '/^[a-z-]+:.* ## / { split($$1, name, ":"); printf "  make %-13s %s\n", name[1], $$text }' Makefile
	@echo
	@$(say) 'The first run sets everything up. The files go into build/.' \
	        'La première fois, tout s’installe. Les fichiers vont dans build/.'

pdf: .venv/.for-run  ## the brochure, to print ## la brochure, à imprimer
	@$(FEUILLET) build --product brochure

epub: .venv/.for-run  ## the ebook, for phones and screen readers ## le livre numérique, pour téléphones et lecteurs d’écran
	@$(FEUILLET) build --product ebook

handout: .venv/.for-run  ## the bilingual handout, French beside English ## la fiche bilingue, français et anglais côte à côte
	@$(FEUILLET) build --product handout

all: .venv/.for-run  ## every product ## tous les produits
	@$(FEUILLET) build

check: .venv/.for-run  ## check the articles and their translations ## vérifier les articles et leurs traductions
	@$(FEUILLET) check

doctor: .venv/.installed  ## show what this computer lacks, and how to get it ## montrer ce qui manque à cet ordinateur
	@$(FEUILLET) doctor

clean:  ## remove what was made (.venv stays) ## supprimer ce qui a été produit (.venv reste)
	@if [ -x $(FEUILLET) ]; then $(FEUILLET) clean; fi

# Says its first word, or its second to those who read French.
say = said() { case "$${FEUILLET_LANG:-$${LC_ALL:-$${LC_MESSAGES:-$$LANG}}}" in \
        fr*) printf '%s\n' "$$2" ;; *) printf '%s\n' "$$1" ;; esac; }; said

# ── For those who change Feuillet ────────────────────────────────────────────────────────────

test: .venv/.for-test  ## the tests; ARGS='-k import' picks some ## les tests ; ARGS='-k import' en choisit
	@$(PYTHON) -m pytest -n auto --dist loadfile $(ARGS)

test-browser: .venv/.for-browser  ## every ebook in a browser, with Ace by DAISY ## chaque livre numérique dans un navigateur, avec Ace
	@$(FEUILLET) build
	@PATH="$(CURDIR)/.venv/bin:$$PATH" $(PYTHON) tests/browser/ace.py build/*.epub

lint: .venv/.for-test  ## style, types, and which module may import which ## style, types, imports entre modules
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-cache --no-logo

format: .venv/.for-test  ## format the code ## mettre le code en forme
	@$(PYTHON) -m ruff check --fix
	@$(PYTHON) -m ruff format

bench: .venv/.for-bench  ## measure speed against the alternatives ## mesurer la vitesse, comparée à d’autres outils
	@$(PYTHON) -m tests.bench $(ARGS)

previews: .venv/.for-run  ## make the products' preview pictures again ## refaire les aperçus des produits
	@$(PYTHON) -m tests.previews $(ARGS)

# ARGS=--upgrade takes newer versions; without it, only what pyproject.toml asks for changes.
lock: .venv/.for-test  ## pin the dependencies again ## fixer de nouveau les dépendances
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
# Ctrl-C waits until the set-up can take it: Python shows a traceback for one that comes while it starts.
define set-up
for needed in sys,venv,ensurepip sys; do \
  for python in $(PYTHONS); do \
    if "$$python" -c "import $$needed; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then \
      trap '' INT; exec "$$python" -m pipeline.setup.bootstrap $(1); \
    fi; \
  done; \
done; \
$(say) 'feuillet: this computer has no Python 3.11 or later. Install it, then run make again:' \
       'feuillet : cet ordinateur n’a pas Python 3.11 ou plus récent. Installez-le, puis relancez make :' >&2; \
echo '  Debian, Ubuntu: sudo apt-get install -y python3 python3-venv' >&2; \
echo '  Fedora:         sudo dnf install -y python3' >&2; \
echo '  macOS:          brew install python@3.13' >&2; \
echo '  Windows:        winget install -e --id Python.Python.3.13' >&2; \
exit 5
endef
