"""setup: what this machine has to have, and how to get it. Nothing here imports an engine."""
