"""What a Chinese keyboard, Word and Excel do to a YAML file, found with its replacement; a data
file is read through here.
"""
