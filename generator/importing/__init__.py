"""Importing: workbooks of the final-accounts software, and published tables → the figures of a data
file, each with the cell that it comes from."""
