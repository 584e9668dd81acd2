-- The tables, indexes and triggers of version 1, statements apart by an empty line. Never changed.

CREATE TABLE book_info (
  schema_version INTEGER NOT NULL,
  PRIMARY KEY (schema_version)
)

CREATE TRIGGER book_info_no_update BEFORE UPDATE ON book_info BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER book_info_no_delete BEFORE DELETE ON book_info BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER book_info_no_replace BEFORE INSERT ON book_info WHEN EXISTS (SELECT 1 FROM book_info WHERE (schema_version) = (NEW.schema_version)) BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TABLE batch (
  number INTEGER NOT NULL,
  year INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  file VARCHAR NOT NULL,
  digest VARCHAR NOT NULL,
  booked_at VARCHAR NOT NULL,
  booked_by VARCHAR NOT NULL,
  row_count INTEGER NOT NULL,
  sum_cents BIGINT NOT NULL,
  PRIMARY KEY (number),
  CHECK (typeof(row_count) = 'integer' AND typeof(sum_cents) = 'integer'),
  UNIQUE (digest)
)

CREATE INDEX ix_batch_year ON batch (year)

CREATE TRIGGER batch_no_update BEFORE UPDATE ON batch BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER batch_no_delete BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER batch_no_replace BEFORE INSERT ON batch WHEN EXISTS (SELECT 1 FROM batch WHERE (number) = (NEW.number)) OR EXISTS (SELECT 1 FROM batch WHERE (digest) = (NEW.digest)) BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TABLE batch_period (
  batch_number INTEGER NOT NULL,
  period VARCHAR NOT NULL,
  PRIMARY KEY (batch_number, period),
  FOREIGN KEY(batch_number) REFERENCES batch (number)
)

CREATE TRIGGER batch_period_no_update BEFORE UPDATE ON batch_period BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER batch_period_no_delete BEFORE DELETE ON batch_period BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER batch_period_no_replace BEFORE INSERT ON batch_period WHEN EXISTS (SELECT 1 FROM batch_period WHERE (batch_number, period) = (NEW.batch_number, NEW.period)) BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TABLE person (
  batch_number INTEGER NOT NULL,
  carrier_key VARCHAR NOT NULL,
  staff_number VARCHAR NOT NULL,
  family_name VARCHAR NOT NULL,
  given_name VARCHAR NOT NULL,
  PRIMARY KEY (batch_number, carrier_key, staff_number),
  FOREIGN KEY(batch_number) REFERENCES batch (number)
)

CREATE TABLE tenure (
  number INTEGER NOT NULL,
  batch_number INTEGER NOT NULL,
  year INTEGER NOT NULL,
  carrier_key VARCHAR NOT NULL,
  staff_number VARCHAR NOT NULL,
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
  CHECK (typeof(fte) = 'integer' AND typeof(row) = 'integer'),
  FOREIGN KEY(batch_number) REFERENCES batch (number)
)

CREATE INDEX ix_tenure_year ON tenure (year)

CREATE TRIGGER tenure_no_update BEFORE UPDATE ON tenure BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER tenure_no_delete BEFORE DELETE ON tenure BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER tenure_no_replace BEFORE INSERT ON tenure WHEN EXISTS (SELECT 1 FROM tenure WHERE (number) = (NEW.number)) BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TABLE head_count (
  batch_number INTEGER NOT NULL,
  municipality_key VARCHAR NOT NULL,
  municipality_name VARCHAR NOT NULL,
  year INTEGER NOT NULL,
  persons INTEGER NOT NULL,
  PRIMARY KEY (batch_number, municipality_key),
  CHECK (typeof(persons) = 'integer'),
  FOREIGN KEY(batch_number) REFERENCES batch (number)
)

CREATE INDEX ix_head_count_year ON head_count (year)

CREATE TRIGGER head_count_no_update BEFORE UPDATE ON head_count BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER head_count_no_delete BEFORE DELETE ON head_count BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER head_count_no_replace BEFORE INSERT ON head_count WHEN EXISTS (SELECT 1 FROM head_count WHERE (batch_number, municipality_key) = (NEW.batch_number, NEW.municipality_key)) BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TABLE entry (
  number INTEGER NOT NULL,
  batch_number INTEGER NOT NULL,
  carrier_key VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  cents BIGINT NOT NULL,
  cost_month VARCHAR NOT NULL,
  paid_in VARCHAR NOT NULL,
  staff_number VARCHAR NOT NULL,
  position_number VARCHAR NOT NULL,
  label VARCHAR NOT NULL,
  voucher VARCHAR NOT NULL,
  sheet VARCHAR NOT NULL,
  "row" INTEGER NOT NULL,
  reverses INTEGER,
  PRIMARY KEY (number),
  CHECK (typeof(cents) = 'integer'),
  FOREIGN KEY(batch_number) REFERENCES batch (number),
  FOREIGN KEY(reverses) REFERENCES entry (number)
)

CREATE INDEX entry_of_year ON entry (cost_month, carrier_key, staff_number, kind, cents)

CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END

CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry WHEN EXISTS (SELECT 1 FROM entry WHERE (number) = (NEW.number)) BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END
