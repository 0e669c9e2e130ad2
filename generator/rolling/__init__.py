"""juesuan roll: last year's data file → this year's.

It has everything that carries over, and nothing that has to be typed anew.
"""
