-- The tables and indexes of version 2 but for book_info, which has been there before; statements apart by an empty line.

CREATE TABLE log (
  chain VARCHAR NOT NULL,
  number INTEGER NOT NULL,
  at VARCHAR NOT NULL,
  account VARCHAR NOT NULL,
  person VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  content VARCHAR NOT NULL,
  previous VARCHAR NOT NULL,
  seal VARCHAR NOT NULL,
  PRIMARY KEY (chain, number),
  CHECK (typeof(number) = 'integer')
)

CREATE TABLE funding_year (
  year INTEGER NOT NULL,
  PRIMARY KEY (year)
)

CREATE TABLE deletion (
  table_name VARCHAR NOT NULL,
  row_number INTEGER NOT NULL,
  log_number INTEGER NOT NULL,
  PRIMARY KEY (table_name, row_number),
  CHECK (typeof(row_number) = 'integer' AND typeof(log_number) = 'integer')
)

CREATE TABLE frozen_year (
  year INTEGER NOT NULL,
  log_number INTEGER NOT NULL,
  basis VARCHAR NOT NULL,
  entry_count INTEGER NOT NULL,
  sum_cents BIGINT NOT NULL,
  digest VARCHAR NOT NULL,
  PRIMARY KEY (year),
  CHECK (typeof(year) = 'integer' AND typeof(log_number) = 'integer' AND typeof(entry_count) = 'integer' AND typeof(sum_cents) = 'integer'),
  FOREIGN KEY(year) REFERENCES funding_year (year),
  UNIQUE (log_number)
)

CREATE TABLE batch (
  number INTEGER NOT NULL,
  log_number INTEGER NOT NULL,
  year INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  file VARCHAR NOT NULL,
  digest VARCHAR NOT NULL,
  booked_at VARCHAR NOT NULL,
  booked_by VARCHAR NOT NULL,
  row_count INTEGER NOT NULL,
  sum_cents BIGINT NOT NULL,
  PRIMARY KEY (number),
  CHECK (typeof(log_number) = 'integer' AND typeof(year) = 'integer' AND typeof(row_count) = 'integer' AND typeof(sum_cents) = 'integer'),
  UNIQUE (log_number),
  FOREIGN KEY(year) REFERENCES funding_year (year),
  UNIQUE (digest)
)

CREATE INDEX ix_batch_year ON batch (year)

CREATE TABLE batch_period (
  batch_number INTEGER NOT NULL,
  period VARCHAR NOT NULL,
  PRIMARY KEY (batch_number, period),
  FOREIGN KEY(batch_number) REFERENCES batch (number)
)

CREATE TABLE replaced (
  batch_number INTEGER NOT NULL,
  replaced_by INTEGER NOT NULL,
  PRIMARY KEY (batch_number),
  CHECK (typeof(batch_number) = 'integer' AND typeof(replaced_by) = 'integer'),
  FOREIGN KEY(batch_number) REFERENCES batch (number),
  FOREIGN KEY(replaced_by) REFERENCES batch (number)
)

CREATE TABLE original (
  batch_number INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (batch_number),
  FOREIGN KEY(batch_number) REFERENCES batch (number)
)

CREATE TABLE person (
  number INTEGER NOT NULL,
  batch_number INTEGER NOT NULL,
  carrier_key VARCHAR NOT NULL,
  commitment VARCHAR NOT NULL,
  PRIMARY KEY (number),
  FOREIGN KEY(batch_number) REFERENCES batch (number)
)

CREATE TABLE head_count (
  batch_number INTEGER NOT NULL,
  municipality_key VARCHAR NOT NULL,
  municipality_name VARCHAR NOT NULL,
  year INTEGER NOT NULL,
  persons INTEGER NOT NULL,
  PRIMARY KEY (batch_number, municipality_key),
  CHECK (typeof(year) = 'integer' AND typeof(persons) = 'integer'),
  FOREIGN KEY(batch_number) REFERENCES batch (number)
)

CREATE INDEX ix_head_count_year ON head_count (year)

CREATE TABLE indicator (
  number INTEGER NOT NULL,
  batch_number INTEGER NOT NULL,
  area VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  month VARCHAR NOT NULL,
  count INTEGER NOT NULL,
  sheet VARCHAR NOT NULL,
  "row" INTEGER NOT NULL,
  PRIMARY KEY (number),
  CHECK (typeof(count) = 'integer' AND typeof(row) = 'integer'),
  FOREIGN KEY(batch_number) REFERENCES batch (number)
)

CREATE TABLE identity (
  person_number INTEGER NOT NULL,
  carrier_key VARCHAR NOT NULL,
  staff_number VARCHAR NOT NULL,
  salt VARCHAR NOT NULL,
  PRIMARY KEY (person_number),
  FOREIGN KEY(person_number) REFERENCES person (number)
)

CREATE UNIQUE INDEX identity_of_staff_number ON identity (carrier_key, staff_number)

CREATE TABLE naming (
  number INTEGER NOT NULL,
  batch_number INTEGER NOT NULL,
  person_number INTEGER NOT NULL,
  commitment VARCHAR NOT NULL,
  PRIMARY KEY (number),
  FOREIGN KEY(batch_number) REFERENCES batch (number),
  FOREIGN KEY(person_number) REFERENCES person (number)
)

CREATE TABLE tenure (
  number INTEGER NOT NULL,
  batch_number INTEGER NOT NULL,
  year INTEGER NOT NULL,
  carrier_key VARCHAR NOT NULL,
  person_number INTEGER NOT NULL,
  position_number VARCHAR NOT NULL,
  role VARCHAR NOT NULL,
  first_day VARCHAR NOT NULL,
  last_day VARCHAR,
  fte INTEGER NOT NULL,
  pay_group VARCHAR NOT NULL,
  qualification VARCHAR NOT NULL,
  requalified_from VARCHAR,
  requalified_to VARCHAR,
  sheet VARCHAR NOT NULL,
  "row" INTEGER NOT NULL,
  PRIMARY KEY (number),
  CHECK (typeof(year) = 'integer' AND typeof(fte) = 'integer' AND typeof(row) = 'integer'),
  FOREIGN KEY(batch_number) REFERENCES batch (number),
  FOREIGN KEY(person_number) REFERENCES person (number)
)

CREATE INDEX ix_tenure_batch_number ON tenure (batch_number)

CREATE INDEX ix_tenure_year ON tenure (year)

CREATE TABLE entry (
  number INTEGER NOT NULL,
  batch_number INTEGER NOT NULL,
  carrier_key VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  wage_group VARCHAR,
  cents BIGINT NOT NULL,
  year INTEGER NOT NULL,
  cost_month VARCHAR NOT NULL,
  paid_in VARCHAR NOT NULL,
  paid_on VARCHAR,
  booked_on VARCHAR,
  person_number INTEGER,
  position_number VARCHAR NOT NULL,
  label VARCHAR NOT NULL,
  voucher VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  sheet VARCHAR NOT NULL,
  "row" INTEGER NOT NULL,
  reverses INTEGER,
  late INTEGER NOT NULL,
  PRIMARY KEY (number),
  CHECK (typeof(cents) = 'integer' AND typeof(year) = 'integer' AND typeof(row) = 'integer' AND typeof(late) = 'integer'),
  CHECK (late IN (0, 1)),
  FOREIGN KEY(batch_number) REFERENCES batch (number),
  FOREIGN KEY(person_number) REFERENCES person (number),
  FOREIGN KEY(reverses) REFERENCES entry (number)
)

CREATE INDEX entry_sums ON entry (year, person_number, kind, cents)

CREATE INDEX ix_entry_batch_number ON entry (batch_number)

CREATE UNIQUE INDEX entry_reversed_once ON entry (reverses) WHERE reverses IS NOT NULL

CREATE TABLE name (
  naming_number INTEGER NOT NULL,
  family_name VARCHAR NOT NULL,
  given_name VARCHAR NOT NULL,
  salt VARCHAR NOT NULL,
  PRIMARY KEY (naming_number),
  FOREIGN KEY(naming_number) REFERENCES naming (number)
)
