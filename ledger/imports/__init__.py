"""From a file as an office sends it to records the book can take.

bounded.py      a file is read from disk within a limit
cells.py        a file becomes sheets of text cells; nothing is guessed
text_table.py   CSV: encoding and delimiter
spreadsheet.py  XLSX and ODS: asks the child process below for the rows of a workbook
sheet_notes.py  what a clerk does not see on a sheet or has struck there
parse.py        one strict parser for each kind of cell: month, day, share, code, text; amount.py: amounts
refusal.py      how a parser refuses a cell
schema.py       what a kind of file can say: fields with their parsers; kinds.py lists the kinds
profile.py      how one export names and arranges the fields; profiles/*.toml are shipped, a county adds its own
profile_file.py reads a profile from TOML, profile_check.py asks whether it makes sense
table.py        declared formats; header.py finds their header row, header_check.py says what is wrong with it
reading.py      reads rows: column_values.py parses each different text once, totals.py knows the printed totals
recognise.py    which profile fits a file; unfold.py turns month columns into rows
rows.py meaning.py gathering.py     what the kinds share: choices and spans, what codes mean, rows with an amount
staffing.py payroll.py journal.py headcount.py carrier_return.py indicators.py corrections.py   one file per kind
interpret.py    records become facts, with periods and year; ignored.py says what is not booked
intake.py       recognises a file and reads it: facts, periods, findings
crosscheck.py   what only the files together and the book can tell: unknown persons, double periods
duplicates.py   rows that look like something booked before
workbook/       the child process: XLSX and ODS read within limits, on the standard library alone
"""
