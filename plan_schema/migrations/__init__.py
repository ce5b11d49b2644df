"""How a plan that was stored under an earlier definition becomes one of today.

A change of the definition that moves, renames, replaces or removes what is stored is declared once, in `catalogue`. From that
declaration follow the migration of a document, `herkomst` included, and that of the changes in old version records, such
that replaying migrated changes gives the migrated document.
"""
