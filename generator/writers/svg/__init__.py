"""Charts as SVG text, for HTML and PDF alike."""

from generator.writers.svg.chart import PRINT, SCREEN, DrawingSize, chart_svg

__all__ = ["PRINT", "SCREEN", "DrawingSize", "chart_svg"]
