"""Changing a data file as text: what is replaced is named by its place, and every other character
stays as it was typed."""
