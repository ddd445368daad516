"""From an encounter to an annotated document: one module a family of document types."""
