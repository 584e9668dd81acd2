"""The use cases, one function per command: the only place where files, book, clock and floors meet.

acting.py      who acts and when, handed in by the desk
resources.py   where templates and example lie, in the checkout and in the installed package
persons.py     who may book: operating-system users mapped to persons
workspace.py   a county's folder: settings, awards, texts, its lock
year_facts.py  what a year is settled by and from
create.py      neu
incoming.py    einlesen: read everything, check everything, try the year, then book file by file
accounting.py  zahlen, warum: the computed year
documents.py   papers to files
issuing.py     --ausfertigen, with editions.py (numbers, what is due), edition_gate.py and equal_files.py (what
               files must keep), issued_files.py (their place, and whether they still are there),
               edition_list.py (how they are named)
paper_checks.py  pruefen: the arithmetic of committee papers
retention.py   datenbank loeschen, with retention_years.py (the plan of a county) and copies.py (what it cannot reach)
run.py         lauf, pruefen, nachweis, weitergabe, verteilen, vorlage: the whole way and its parts
"""
