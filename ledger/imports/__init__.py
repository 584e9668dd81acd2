"""From a file as an office sends it to records the book can take.

cells.py        a file becomes sheets of text cells; nothing is guessed
text_table.py   CSV: encoding and delimiter
spreadsheet.py  XLSX and ODS: asks the child process below for the rows of a workbook
sheet_notes.py  what a clerk does not see on a sheet or has struck there
parse.py        one strict parser for each kind of cell: amount, month, day, share, code
table.py        declared formats; header.py finds their header row, reading.py reads rows and checks totals
rows.py         what the formats share: places, German choices, spans of days, mapped codes
staffing.py payroll.py journal.py headcount.py carrier_return.py     one file per format
intake.py       recognises a file and reads it: records, periods, findings
crosscheck.py   what only the files together and the book can tell: unknown persons, double periods

In the child process, on the standard library alone:
spreadsheet_child.py workbook_reader.py   the program with its limits; which kind of workbook it is
spreadsheet_limits.py package_scan.py     what is allowed; the zip package, member by member
xml_scan.py plain_xml.py open_xml_names.py    XML event by event, and the fast lane for plainly written rows
workbook_scan.py worksheet_scan.py worksheet_rows.py row_shapes.py sheet_filter.py    XLSX
open_document_scan.py open_document_cells.py open_document_styles.py                  ODS
cell_values.py raw_sheet.py               what a stored number means; rows as they are handed over
"""
