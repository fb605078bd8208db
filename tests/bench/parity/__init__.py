"""How good the parity gate is: seeded errors that it has to find, correct pairs that it has to let pass."""
