"""Sample papers of the demonstration, written for it on public facts; wording and some names are invented."""
