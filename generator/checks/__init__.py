"""Rules over model and figures → findings, each with a place in the file."""
