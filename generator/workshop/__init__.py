"""For whoever writes a form: listed, made, tried out on samples, held against the law."""
