"""printing: finished pages on the sheets of an office printer, or as a print shop needs them."""
