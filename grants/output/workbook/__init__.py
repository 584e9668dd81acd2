"""The tree of a document as XLSX: a cover, one sheet per table, and a list of all its numbers."""
