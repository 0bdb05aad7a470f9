"""Audit: the checks of an article, or of many, as documents for people who were not there.

Report → Article → file. ``article.py`` gathers what every format shows (the marked text, the findings, the
exchange rates, the coverage); ``workings.py`` writes a recomputation as cells and a formula; one ``to_*`` a
format; ``record.py`` says what a report rests on, so that ``verify.py`` can tell whether it still holds.

What comes from an article is text to every writer here, never markup, never a formula, never a path.
"""
