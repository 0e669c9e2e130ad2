"""Finished documents, whoever made them, held against themselves: what they say in numbers, and what
they say in words."""
