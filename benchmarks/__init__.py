"""How fast the program is, beside others that make the same: ``make bench`` measures and writes docs/性能.md."""
