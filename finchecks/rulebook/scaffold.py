"""A new rule to begin from: a file that works as it is, each line explained, with the schema beside it."""

from __future__ import annotations

import re
from pathlib import Path

from finchecks.faults import Fault, FaultError
from finchecks.rule import schema

SCHEMA = "rule.schema.json"
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

TEMPLATE = """\
# yaml-language-server: $schema={schema}
# The file's name is the rule's id: {id}. It works as it is; change it line by line and run
#   finchecks rules test {folder}

# the relation; "other" for one of your own
kind: other
title: {title}
# what it checks and what people get wrong; finchecks explain {id} prints it
about: >
  The rooms that were taken over all rooms, in percent.

# the stated number: its type (percent, points, multiple, money, count, measure, number, duration …) and the
# words beside it that make it this claim
claim:
  types: [percent]
  cues: [occupancy rate, occupancy]

# the numbers it is computed from. "_" is the number: "_ were taken" stands right after it, "of its _" right
# before it; a word without "_" may stand anywhere near. Singular and plural are one.
roles:
  taken: {{type: count, marks: [_ were taken, _ were occupied, let out _], sign: nonnegative}}
  rooms: {{type: count, marks: [of its _, of the _, has _], sign: positive}}

# over the roles: + - * / ** and sum, product, count, min, max, abs, sqrt
formula: taken / rooms

# what people compute instead, by the diagnosis that then says so (optional)
mistakes:
  wrong_base: (rooms - taken) / rooms

message: The occupancy, the rooms taken and all rooms cannot all be right.

# the rule's tests and its documentation: what must agree, what must be found, and what must stay silent
examples:
  consistent:
    - text: Of its 230 rooms 161 were taken, an occupancy rate of 70%.
      claim: 70%
      operands: {{taken: "161", rooms: "230"}}
  mismatch:
    - text: Of its 230 rooms 161 were taken, an occupancy rate of 77%.
      claim: 77%
      operands: {{taken: "161", rooms: "230"}}
      severity: error
  silent:
    - The hotel wants an occupancy rate of 80% and has 230 rooms.
"""


def begin(rule_id: str, folder: Path) -> tuple[Path, ...]:
    """Write ``FOLDER/ID.yaml`` and the schema beside it, and say which files are new.

    Raises FaultError for a name that is none, a rule that is there already, a folder that cannot be written.
    """
    if not _ID.fullmatch(rule_id):
        message = f"“{rule_id}” is no name for a rule: lower-case letters and digits, parted by hyphens"
        raise FaultError(Fault("rule", message))
    path = folder / f"{rule_id}.yaml"
    title = rule_id.replace("-", " ").capitalize()
    text = TEMPLATE.format(schema=SCHEMA, id=rule_id, folder=folder, title=title)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
        beside = folder / SCHEMA
        if beside.exists():
            return (path,)
        beside.write_text(schema.shipped(), encoding="utf-8")
    except FileExistsError:
        raise FaultError(Fault("rule", "this rule is there already", path=str(path))) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise FaultError(Fault("rule", f"cannot be written: {reason}", path=str(path))) from None
    return path, beside
