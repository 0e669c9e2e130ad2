"""Many data files in one run: only what changed, on all cores or on a cluster."""
