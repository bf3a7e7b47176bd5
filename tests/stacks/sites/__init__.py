"""The sites: each is a program that serves at the port that it is given."""
