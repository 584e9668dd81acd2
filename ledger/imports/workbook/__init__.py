"""XLSX and ODS read in a process of its own with limits, on the standard library alone: no file can take us down.

spreadsheet_child.py workbook_reader.py   the program with its limits; which kind of workbook it is
spreadsheet_limits.py package_scan.py     what is allowed; the zip package, member by member
xml_scan.py plain_xml.py open_xml_names.py    XML event by event, and the fast lane for plainly written rows
workbook_scan.py worksheet_scan.py worksheet_rows.py row_shapes.py sheet_filter.py    XLSX
open_document_scan.py open_document_cells.py open_document_styles.py                  ODS
cell_values.py raw_sheet.py               what a stored number means; rows as they are handed over
"""
