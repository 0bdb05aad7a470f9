"""Review: what of a document's checks is to be told, after the settings and what people have said of it.

Report → Report, everything after the cache, so that a change of these settings needs no check anew. A check
that somebody has accepted, in a comment, in ``.finchecks-ignore`` or in a baseline, moves to
``Report.accepted``; one of a rule that is not selected is dropped; severities are set.
"""
