"""Text → values that know file, line and column. Nothing is guessed; amounts are Decimal only."""
