"""The workbench in the browser: data files filled in, seen and published on this machine alone."""
