"""python -m generator.cli"""

from generator.cli import process

process()
