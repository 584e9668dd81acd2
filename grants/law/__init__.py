"""The rulebook: one TOML file per version of a programme; eligibility of one entry; the retention plan."""
