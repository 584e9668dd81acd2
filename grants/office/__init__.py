"""The use cases, one function per command: the only place where files, book, clock and floors meet.

acting.py      who acts and when, handed in by the desk
resources.py   where templates and example lie, in the checkout and in the installed package
workspace.py   a county's folder: settings, awards, texts, incoming files
create.py      neu
intake.py      einlesen, pruefen: read everything, check everything, then book file by file
accounting.py  verteilen, abrechnen, zahlen, warum: the computed year
documents.py   nachweis, weitergabe, vorlage: papers to files
index.py       the page that leads to everything
run.py         lauf: from the incoming files to the finished folder
"""
