"""Finished files, read again and compared: all four outputs of a document say the same."""
