"""Findings: what a program says of a clerk's file, by which rule, and where."""
