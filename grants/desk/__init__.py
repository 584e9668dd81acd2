"""The doors: the command line. Each command calls one function of the office and prints what it returns."""
