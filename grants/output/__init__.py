"""From a paper to its files. One HTML per document feeds every output; each library has its one home here.

html.py        jinja2: a frozen paper becomes HTML of a small closed set of elements
document.py    the HTML as a tree: its numbers, and the check that every printed sum is the sum of its parts
elements.py    the closed set of elements and attributes
structure.py   language, title, headings in order, tables with heads, pictures with words
days.py        every day becomes a time element
unmarked.py    no digit outside a figure, a day, a reference or typed text
typeset.py     German typography: blanks that must not break
serialise.py   the tree as HTML again, in one spelling
pdf.py         weasyprint: HTML to PDF, no network, no files, every warning is a refusal
word.py        python-docx: the same tree as DOCX
workbook.py    xlsxwriter: the same tree as XLSX with real numbers, days and sum formulas; its parts:
               workbook_plan (which sheets, where numbers stand), workbook_cover, workbook_grid, workbook_cells (what is
               read from the tree), workbook_numbers, workbook_formulas, workbook_names (how Excel says it),
               workbook_sheets, workbook_styles (writing)
chart.py       pillow: a bar chart as SVG and, for DOCX, as PNG
archive.py     ZIP containers with fixed times, so that the same document is the same bytes
"""
