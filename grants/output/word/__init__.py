"""The tree of a document as DOCX, written part by part, on the county's own base where there is one."""
