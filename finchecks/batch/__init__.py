"""Many articles at once: tables of them in, one table of checks out.

``columns`` says what that table holds, ``kernel`` makes the rows of one article (by the same call that checks
a single one), ``frame`` is the pandas door, ``pool`` spreads articles over processes that may die, ``run`` is
``finchecks batch``. Whatever is wrong with one article becomes a row of its own and harms no other.
"""
