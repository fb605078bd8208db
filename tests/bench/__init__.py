"""How fast Feuillet is, against what else one could use. A benchmark, not a test."""
