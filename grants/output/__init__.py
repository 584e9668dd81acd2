"""From a paper to its files. One HTML per document feeds every output; each library has its one home here.

order.py       what the press is given: one order for each document, and the files of the county's own layout
press.py       an order to files; press_child.py is its process with limits, press_process.py what starts and asks it
house*.py      the county's own layout: settings, style, pictures, fonts, templates
template_check.py  what a county's template may do, told before it runs
html.py        jinja2: a frozen paper becomes HTML of a small closed set of elements
document.py    the HTML as a tree: its numbers, and the check that every printed sum is the sum of its parts
elements.py    the closed set of elements and attributes
structure.py   language, title, headings in order, tables with heads, pictures with words
days.py        every day becomes a time element
unmarked.py    no digit outside a figure, a day, a reference or typed text
typeset.py     German typography: blanks that must not break
serialise.py   the tree as HTML again, in one spelling
pdf.py         weasyprint: HTML to PDF, no network, no files, every warning is a refusal (pdf_refusal.py)
pdf_finish.py  pikepdf: what PDF/UA-1 asks beyond PDF/A-3a; pdf_structure.py, pdf_stream_ends.py serve it
pdf_data.py    the numbers as CSV and JSON inside the PDF
pdf_gate.py    page-validation: both standards, before a document is issued
word.py        the same tree as DOCX; word_package.py puts its parts together (python-docx)
word_base.py   the county's own .docx as the base, after word_gate.py has looked at everything in it
workbook.py    xlsxwriter: the tables of the same tree as XLSX with real numbers and sum formulas
direction.py   right-to-left names set apart, in each output in its own way
fonts.py       which bundled faces a text needs
chart.py       a bar chart as SVG
drawing.py     pillow: any SVG of the closed set as PNG, for DOCX
archive.py     ZIP containers with fixed times, so that the same document is the same bytes
"""
