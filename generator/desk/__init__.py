"""The kit on a clerk's desk: a menu in Chinese, the clerk's folder, and whether the kit is whole."""
