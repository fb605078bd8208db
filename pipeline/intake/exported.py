"""exported: what marks a Word file that Feuillet wrote, so that it comes back whole."""

from __future__ import annotations

# Where an exported Word file keeps what Word has no place for.
OWN_PART = "customXml/feuillet1.xml"
OWN = "{https://feuillet.example/settings}"
CONTINUED_ITEM = "List Continue"
CONTINUED_QUOTE = "Quotation Continued"
FOREIGN_STYLE = "Language "
