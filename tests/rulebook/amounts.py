"""Small years calculated by hand: what amounts, shares, periods and roundings of the rules come to."""
CHECKS = ()
