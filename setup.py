"""What pyproject.toml cannot say: the forms lie beside the program, and travel inside it.

In the checkout, ``templates/`` is at the top level, where whoever writes a form looks for it; in a
wheel it is ``generator/templates`` (generator/forms/folders.py knows both).
"""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["generator*"]), "generator.templates"],
    package_dir={"generator.templates": "templates"},
)
