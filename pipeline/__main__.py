"""``python -m pipeline`` is the ``feuillet`` command."""

from pipeline.cli import main

if __name__ == "__main__":
    main(prog_name="feuillet")
