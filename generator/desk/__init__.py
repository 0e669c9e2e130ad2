"""The kit on a clerk's desk: a menu in Chinese, the data folder, and whether the kit is whole."""
