"""From a paper to its files. One HTML per document feeds every output; each library has its one home here.

order.py     what the press is given: one order for each document, and the files of the county's own layout
press.py     an order to files; press_child.py is its process with limits, press_process.py what starts and asks it,
             press_answer.py what checks its answers
png.py       what an embedded picture must be (pillow)
archive.py   ZIP containers with fixed times, so that the same document is the same bytes

html/        a frozen paper becomes a checked and typeset tree: template_check.py (what a template may do),
             renderer.py (jinja2), chart.py; document.py, elements.py, attributes.py (the tree and its closed set),
             structure.py, unmarked.py with exempt.py (what is refused), days.py, typeset.py, direction.py, serialise.py
pdf/         writer.py (weasyprint) with fonts.py; structure.py, letters.py, finish.py (pikepdf), stream_ends.py make it
             PDF/A-3a and PDF/UA-1; data.py is what it carries; gate.py (page-validation) judges it, judging.py does so
             in a process of its own; refusal.py says in German what the typesetter reported
word/        writer.py puts the parts together, package.py (python-docx) makes the file; base.py takes the county's own
             .docx after gate.py has looked at everything in it; body, table, text, lists, page, look and styles
             write the parts, base_styles.py what the styles of a base leave open, drawing.py (pillow) their pictures
workbook/    writer.py (xlsxwriter): plan.py (which sheets, where numbers stand), cover.py, grid.py, cells.py (what is
             read from the tree), numbers.py, formulas.py, names.py (how Excel says it), sheets.py, styles.py (writing)
finished/    files read again: html.py, pdf.py with pdf_reading.py (pypdfium2), word.py, workbook.py; agreement.py
             compares them, culprit.py says which is at fault, document_numbers.py finds a printed number and
             typed_number.py the one that somebody types, packages.py says whether a file can be opened again
house/       layout.py reads what ``hausvorlage/`` gives; style.py and pictures.py refuse what could do harm,
             colours.py and visibility.py what could not be read on paper
"""
