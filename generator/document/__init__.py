"""Templates → one document in a small vocabulary (tree.py), with tables and charts as parts of
it."""
