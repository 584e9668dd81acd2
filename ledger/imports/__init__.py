"""From a file as an office sends it to records the book can take.

bounded.py      a file is read from disk within a limit
cells.py        a file becomes sheets of text cells; nothing is guessed
text_table.py   CSV: encoding and delimiter
package_scan.py XLSX: limits and odd cells, before any library is let near the package
spreadsheet.py  XLSX: the only home of python-calamine
parse.py        one strict parser for each kind of cell: month, day, share, code, text; amount.py: amounts
refusal.py      how a parser refuses a cell
table.py        declared formats; header.py finds their header row, header_check.py says what is wrong with it
reading.py      reads rows: column_values.py parses each different text once, totals.py knows the printed totals
rows.py         what the formats share: places, German choices, spans of days, mapped codes
staffing.py payroll.py journal.py headcount.py carrier_return.py     one file per format
intake.py       recognises a file and reads it: records, periods, findings
crosscheck.py   what only the files together and the book can tell: unknown persons, double periods
"""
