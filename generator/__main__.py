"""python -m generator: the command line."""

from generator.cli import process

if __name__ == "__main__":
    process()
