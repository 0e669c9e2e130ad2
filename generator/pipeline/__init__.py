"""One data file through all rooms: read, computed, checked, rendered, written."""
