"""The typed accounts: unknown keys refused, one module per part of the file."""
