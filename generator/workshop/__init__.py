"""For whoever writes a form: listed, made, tried out on samples, and held against the duties of the law."""
