"""Text and tables of a document → statements: what they say in numbers, each with its operands and
its place."""
