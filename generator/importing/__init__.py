"""Importing: workbooks of the final-accounts software, published tables, published PDF → the figures of a data
file, each with the cell that it comes from."""
