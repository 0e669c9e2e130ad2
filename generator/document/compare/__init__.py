"""Two finished documents → what differs: sentences word by word, tables cell by cell, figures with
their difference.
"""
