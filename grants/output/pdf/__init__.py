"""The tree of a document as PDF that is PDF/A-3a and PDF/UA-1 at once, with its numbers as data inside."""
