"""The upper floor: law, settlement, documents and commands. Knows the ledger; the ledger does not know it.

law/      the rulebook: dated programmes as TOML with clauses, eligibility of one entry
settle/   awards, allocation, settlement, the named figures and their derivation
close/    what is still open before a year can be handed in
papers/   one frozen dataclass per kind of document: exactly what is printed, already computed
output/   HTML, PDF, DOCX, XLSX, chart: the only homes of jinja2, weasyprint, xlsxwriter, pillow, babel
office/   the use cases, one function per command: where files, book, clock and floors meet
desk/     the doors: the command line
"""
