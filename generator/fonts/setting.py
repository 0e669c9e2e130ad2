"""The setting 字体: whose typefaces print."""

FONTS = "字体"
SHIPPED_FONTS, MACHINE_FONTS = ANSWERS = ("自带", "本机")
"""The answers to it: the program's own, and those of the machine where it has them."""
