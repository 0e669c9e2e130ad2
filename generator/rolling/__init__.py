"""juesuan roll: last year's data file → this year's, with everything that carries over and nothing that has to be typed anew."""
