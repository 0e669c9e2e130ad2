"""What Python does first in a kit: compiled modules go to the user's cache, never into the kit."""

import os
import sys

_CACHE = (
    os.environ.get("JUESUAN_CACHE")
    or os.environ.get("XDG_CACHE_HOME")
    or os.environ.get("LOCALAPPDATA")
    or os.path.join(os.path.expanduser("~"), ".cache")
)
sys.pycache_prefix = os.path.join(_CACHE, "juesuan", "pyc")
