"""The one HTML of a document: a template and a paper become a tree of the closed set, checked and typeset."""
