"""Feuillet: from one article to a brochure, an ebook and a bilingual handout."""

__version__ = "0.1.0"
