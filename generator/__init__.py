"""决算公开: one YAML file of figures becomes the final-accounts disclosure document of a unit.

Six rooms, imports one way: reading → model → figures → checks → document → writers, cli on top.
"""

__version__ = "0.2.0"
