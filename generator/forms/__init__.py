"""A form: a folder of declarations and templates, and what it takes from the forms that it
extends."""
