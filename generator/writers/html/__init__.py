"""The web page: one self-contained file for the site on which the unit publishes."""

from generator.writers.html.page import write_html

__all__ = ["write_html"]
