"""From awards and splits to what is payable, and to the named figures that say why.

documents.py             reads one TOML document of the office, field by field, with German refusals
award.py                 the planning frame of a year and the agreements under which money is passed on
allocation.py            frame -> municipalities, with exact quota and rounding difference of each
settlement.py            what each carrier gets: share, fundable, payable
positions.py             posts with persons, share, months and spending
figures.py naming.py     every result as a named figure with formula, clauses, parts and entries
revenues.py wage_groups.py indicator_figures.py other_years.py  figures of what else the book knows of a year
statement_of_account.py  income and spending in the order of the financing plan
year.py                  a frame year from its inputs to its result
person_award.py per_person.py person_*.py one_person.py granted_plan.py  a year settled per person
grant_award.py programmes.py programme_*.py  other programmes: their awards, bookings, methods and figures
financing.py overfinancing.py  the final grant by type of financing; what over-financing takes from each grantor
frame_quota.py head_counts.py filled_posts.py vacancy.py  frames by quota or head count, posts from a frame, vacancies
account_sheet.py *_figures.py  results by carrier and person, and their names
forecast*.py expected_pay.py pay_rates.py break_even.py  what the running year is to be expected to cost
printed.py               what a paper prints, read as it prints it
relations.py relation_*.py rule_operands.py  how printed figures hang together: read, computed, checked, reported
"""
