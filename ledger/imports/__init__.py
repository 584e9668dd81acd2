"""From a file as an office sends it to records the book can take.

cells.py        a file becomes sheets of text cells; nothing is guessed
text_table.py   CSV: encoding and delimiter
spreadsheet.py  XLSX: the only home of python-calamine, with limits before it is let near a file
parse.py        one strict parser for each kind of cell: amount, month, day, share, code
table.py        a declared format finds its header row and reads the rows, totals are checked
staffing.py payroll.py journal.py headcount.py carrier_return.py     one file per format
intake.py       recognises a file and reads it: records, periods, findings
crosscheck.py   what only the files together and the book can tell: unknown persons, double periods
"""
