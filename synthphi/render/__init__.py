"""From an annotated document to a file: one module a format."""
