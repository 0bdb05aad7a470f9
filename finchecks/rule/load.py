"""Read rule files: YAML with the position of every node, all faults at once, nothing unknown let by.

A rule's file name is its id. Scalars are taken as written (PyYAML's ``compose`` never resolves them here), so
``no`` stays "no" and 1.10 stays "1.10" wherever text is meant.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

import yaml

from finchecks.faults import Fault, FaultError, line_of
from finchecks.rule import Example, Outcome, Role, Rule
from finchecks.rule.formula import Formula, parse
from finchecks.rule.known import remember, remembered

KINDS = (
    "percent_change", "percent_of_change", "pp_change", "cagr", "difference", "multiple", "share", "sum",
    "currency_conversion", "unit_conversion", "ratio", "product", "duration", "other", "direction",
    "same_fact", "roll_forward",
)  # fmt: skip
CLAIM_TYPES = ("money", "percent", "points", "multiple", "fraction", "count", "measure", "number", "duration",
               "period", "amount", "any")  # fmt: skip
ROLE_TYPES = (*CLAIM_TYPES, "rate", "year")
DIAGNOSES = (
    "wrong_base", "ratio_as_increase", "percent_for_points", "points_for_percent", "mean_for_cagr",
    "periods_off", "scale", "inverted_rate", "wrong_date_rate", "transposed",
    "sign", "missing_part", "wrong_operand",
)  # fmt: skip
#: what a rule may tell the binder: the sentences on either side in which operands are looked
#: for; "declared" where the file alone says how to bind; and what the name of a unit may stand for
BINDING = ("window", "generator", "ambiguous")
MAX_WINDOW = 10
KEYS = ("kind", "title", "about", "claim", "roles", "formula", "mistakes", "message", "tolerance",
         "severity", "binding", "examples")  # fmt: skip
REQUIRED = ("kind", "title", "about", "claim", "roles", "message", "examples")
_OUTCOMES = cast(tuple[Outcome, ...], get_args(Outcome))
MAX_BYTES = 256_000
#: kinds whose claim is no formula's value
WITHOUT_FORMULA = ("direction", "same_fact", "roll_forward", "currency_conversion", "unit_conversion")

_Sign = Literal["positive", "nonnegative"]


def builtin_folder() -> Path:
    """Where the package's own rules are: inside it in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def load_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """All rules of a folder, sorted by id (the built-in ones without a folder; those are read once).

    Raises FaultError with every fault of every file. A formula whose dimension is not its claim's is one of
    them; rules whose formulas are known to agree (``units-checked.txt``) are not checked again, since the
    unit library takes longer to import than an article takes to check.
    """
    return _builtin() if folder is None else _load(folder)


def with_builtin(folder: Path | None = None) -> tuple[Rule, ...]:
    """The built-in rules and those of a folder, sorted by id; of two with one id the folder's counts.

    Raises FaultError as ``load_rules`` does.
    """
    by_id = {rule.id: rule for rule in _builtin()}
    if folder is not None:
        by_id.update((rule.id, rule) for rule in _load(folder))
    return tuple(by_id[name] for name in sorted(by_id))


@functools.cache
def _builtin() -> tuple[Rule, ...]:
    return _load(builtin_folder())


def _load(folder: Path) -> tuple[Rule, ...]:
    paths = rule_files(folder)
    if not paths:
        nothing = "there are no rule files (*.yaml) in this folder"
        what = nothing if folder.is_dir() else "there is no such folder"
        raise FaultError(Fault("rule", what, path=str(folder)))
    rules: list[Rule] = []
    faults: list[Fault] = []
    for path in paths:
        rule, found = load_rule(path)
        faults += found
        if rule is not None:
            rules.append(rule)
    if faults:
        raise FaultError(*faults)
    return tuple(rules)


def rule_files(folder: Path) -> list[Path]:
    """The rule files of a folder, by name."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))


def load_rule(path: Path, *, check_units: bool | None = None) -> tuple[Rule | None, tuple[Fault, ...]]:
    """One rule file, and its faults (then no rule). ``check_units`` None: check what is not known."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, (Fault("rule", f"cannot read the rule file: {error.strerror or error}", path=str(path)),)
    if len(data) > MAX_BYTES:
        return None, (Fault("rule", f"the rule file is larger than {MAX_BYTES // 1000} kB", path=str(path)),)
    reader = _Reader(str(path))
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except UnicodeDecodeError as error:
        return None, (Fault("rule", "the rule file is not UTF-8", path=str(path), line=line_of(error)),)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        message = f"this is not YAML: {error.problem or error.context}"
        return None, (Fault("rule", message, path=str(path), line=line, column=column),)
    except (yaml.YAMLError, RecursionError) as error:
        return None, (Fault("rule", f"this is not YAML: {error}".splitlines()[0], path=str(path)),)
    if root is None:
        return None, (Fault("rule", "the rule file is empty", path=str(path), line=1),)
    rule = _rule(reader, root, path)
    if reader.faults:
        return None, tuple(reader.faults)
    assert rule is not None  # a reader without faults has read everything
    digest = units_digest(rule)
    needed = not (digest in _known(path.parent) or remembered(digest)) if check_units is None else check_units
    if needed:
        from finchecks.units import check_dimensions  # imports pint

        lines = {name: place[0] for name, place in reader.places.items()}
        faults = tuple(
            Fault("rule", message, path=str(path), line=lines.get(where))
            for where, message in check_dimensions(rule)
        )
        if faults:
            return None, faults
        remember(digest)
    return rule, ()


def units_digest(rule: Rule) -> str:
    """Names everything that the check of dimensions depends on; the same digest needs no second check."""
    parts = [
        rule.kind,
        *rule.claim_type,
        *(f"{r.name}:{r.type}:{r.like}:{r.repeated}:{r.optional}" for r in rule.roles),
        rule.formula.source if rule.formula else "",
        *(f"{code}={formula.source}" for code, formula in sorted(rule.mistakes.items())),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@functools.cache
def _known(folder: Path) -> frozenset[str]:
    # only the list that came with the package counts: a folder of somebody's own cannot vouch for itself
    path = folder / "units-checked.txt"
    if folder != builtin_folder() or not path.is_file():
        return frozenset()
    return frozenset(
        line.split()[0] for line in path.read_text("utf-8").splitlines() if line[:1] not in ("", "#")
    )


# ---------------------------------------------------------------------------------------------- nodes


@dataclass(slots=True)
class _Reader:
    """Takes YAML nodes apart and collects what is wrong with them."""

    path: str
    faults: list[Fault] = field(default_factory=list)
    #: where things stand that are checked later: "formula", "mistakes.wrong_base" → (line, column)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def fault(self, node: yaml.Node, message: str) -> None:
        mark = node.start_mark
        self.faults.append(Fault("rule", message, path=self.path, line=mark.line + 1, column=mark.column + 1))

    def place(self, name: str, node: yaml.Node) -> None:
        self.places[name] = (node.start_mark.line + 1, node.start_mark.column + 1)

    def mapping(
        self, node: yaml.Node, what: str, allowed: Iterable[str] | None = None, required: Iterable[str] = ()
    ) -> dict[str, yaml.Node]:
        """Key → node; duplicates, unknown and missing keys are faults."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"{what} must be a mapping (key: value)")
            return {}
        known = None if allowed is None else tuple(allowed)
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if key in found:
                self.fault(key_node, f"{what} has “{key}” twice")
            elif known is not None and key not in known:
                self.fault(key_node, f"{what} has no key “{key}”{nearest(key, known)}")
            else:
                found[key] = value
        for key in required:
            if key not in found:
                self.fault(node, f"{what} needs “{key}”")
        return found

    def text(self, node: yaml.Node | None, what: str) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.fault(node, f"{what} must be text")
            return ""
        return str(node.value).strip()

    def texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        """A list of texts, or one text alone."""
        if node is None:
            return ()
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.text(item, what) for item in node.value)
        return (self.text(node, what),)

    def word(self, node: yaml.Node | None, what: str, words: Iterable[str]) -> str:
        text = self.text(node, what)
        known = tuple(words)
        if node is not None and text and text not in known:
            self.fault(
                node, f"{what} cannot be “{text}”{nearest(text, known)}; it is one of {', '.join(known)}"
            )
        return text

    def words(self, node: yaml.Node | None, what: str, words: Iterable[str]) -> tuple[str, ...]:
        if node is None:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return tuple(self.word(item, what, words) for item in items)

    def flag(self, node: yaml.Node | None, what: str) -> bool:
        return node is not None and self.word(node, what, ("true", "false")) == "true"

    def number(self, node: yaml.Node | None, what: str) -> float:
        if node is None:
            return 0.0
        text = self.text(node, what)
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0.0 <= value <= 1.0:
            self.fault(node, f"{what} must be a number from 0 to 1")
        return value

    def date(self, node: yaml.Node | None, what: str) -> dt.date | None:
        if node is None:
            return None
        try:
            return dt.date.fromisoformat(self.text(node, what))
        except ValueError:
            self.fault(node, f"{what} must be a date such as 2026-01-15")
            return None

    def formula(self, node: yaml.Node | None, where: str, roles: Mapping[str, Role]) -> Formula | None:
        if node is None:
            return None
        self.place(where, node)
        formula = parse(self.texts(node, where))
        if isinstance(formula, Fault):
            self.fault(node, formula.message)
            return None
        for name in formula.names:
            if name not in roles:
                self.fault(node, f"{where} names “{name}”, which is no role{nearest(name, roles)}")
        return formula


def nearest(word: str, known: Iterable[str]) -> str:
    """“; did you mean …?” where something known is near."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean “{close[0]}”?)" if close else ""


# ---------------------------------------------------------------------------------------------- rules


def _rule(reader: _Reader, root: yaml.Node, path: Path) -> Rule | None:
    top = reader.mapping(root, "a rule", KEYS, REQUIRED)
    if not top:
        return None
    kind = reader.word(top.get("kind"), "kind", KINDS)
    claim: dict[str, yaml.Node] = {}
    if "claim" in top:
        claim = reader.mapping(top["claim"], "claim", ("types", "cues"), ("types",))
    types = reader.words(claim.get("types"), "a claim's type", CLAIM_TYPES)
    reader.place("claim", top.get("claim", root))
    roles = _roles(reader, top.get("roles"))
    by_name = {role.name: role for role in roles}
    formula = reader.formula(top.get("formula"), "formula", by_name)
    if formula is not None:
        formula = with_derived(formula, roles)
    if "formula" not in top and kind not in WITHOUT_FORMULA:
        reader.fault(root, "a rule of this kind needs “formula”")
    mistakes: dict[str, Formula] = {}
    for code, node in (
        reader.mapping(top["mistakes"], "mistakes", DIAGNOSES) if "mistakes" in top else {}
    ).items():
        one = reader.formula(node, f"mistakes.{code}", by_name)
        if one is not None:
            mistakes[code] = one
    binding: Mapping[str, object] = {}
    if "binding" in top:
        binding = _binding(reader, top["binding"])
    severity = (
        reader.word(top["severity"], "severity", ("error", "warning", "note")) if "severity" in top else None
    )
    rule_id = path.stem
    return Rule(
        id=rule_id,
        kind=kind,
        title=reader.text(top.get("title"), "title"),
        about=reader.text(top.get("about"), "about"),
        claim_type=types,
        cues=reader.texts(claim.get("cues"), "a cue"),
        roles=roles,
        formula=formula,
        mistakes=mistakes,
        message=reader.text(top.get("message"), "message"),
        examples=_examples(reader, top.get("examples"), rule_id, by_name),
        binding=binding,
        tolerance=reader.number(top.get("tolerance"), "tolerance"),
        severity=severity,
        path=str(path),
    )


def _binding(reader: _Reader, node: yaml.Node) -> dict[str, object]:
    keys = reader.mapping(node, "binding", BINDING)
    found: dict[str, object] = {}
    if "window" in keys:
        text = reader.text(keys["window"], "window")
        if not (text.isascii() and text.isdigit() and int(text) <= MAX_WINDOW):
            reader.fault(keys["window"], f"window must be a number of sentences from 0 to {MAX_WINDOW}")
        else:
            found["window"] = int(text)
    if "generator" in keys:
        found["generator"] = reader.word(keys["generator"], "generator", ("declared",))
    if "ambiguous" in keys:
        names = reader.mapping(keys["ambiguous"], "ambiguous")
        found["ambiguous"] = {name: reader.texts(one, f"ambiguous.{name}") for name, one in names.items()}
    return found


def with_derived(formula: Formula, roles: Iterable[Role]) -> Formula:
    """The formula, and what it is where an optional role is derived from the others.

    ``change / old`` with ``old`` derived as ``new - change`` has the alternative ``change / (new - change)``;
    a list of alternatives that has one without the role is left as its author wrote it.
    """
    for role in roles:
        alternatives = formula.alternatives or (formula,)
        if role.derived is None or not role.optional:
            continue
        if any(role.name not in one.names for one in alternatives):
            continue
        sources = [one.source for one in alternatives]
        # a formula's names are plain words, so that nothing in it is special to re.sub
        more = [re.sub(rf"\b{role.name}\b", f"({role.derived.source})", source) for source in sources]
        joined = parse([*sources, *more])
        if isinstance(joined, Formula):
            formula = joined
    return formula


def _roles(reader: _Reader, node: yaml.Node | None) -> tuple[Role, ...]:
    if node is None:
        return ()
    nodes = reader.mapping(node, "roles")
    roles = []
    for name, one in nodes.items():
        if not (name.isascii() and name.isidentifier() and name.islower()):
            reader.fault(one, f"“{name}” is no name for a role (lower-case letters, digits and _)")
        keys = reader.mapping(
            one,
            f"role {name}",
            ("type", "like", "marks", "optional", "repeated", "default", "sign", "derived"),
            ("type",),
        )
        like = keys.get("like")
        sign = keys.get("sign")
        default = keys.get("default")
        derived = parse(reader.text(keys["derived"], "derived")) if "derived" in keys else None
        if isinstance(derived, Fault):
            reader.fault(keys["derived"], derived.message)
            derived = None
        elif derived is not None and not set(derived.names) <= set(nodes):
            reader.fault(keys["derived"], f"role {name} is derived from something that is no role")
        roles.append(
            Role(
                name=name,
                type=reader.word(keys.get("type"), "a role's type", ROLE_TYPES),
                like=reader.word(like, "like", ("claim", *nodes)) if like else None,
                marks=reader.texts(keys.get("marks"), "a mark"),
                optional=reader.flag(keys.get("optional"), "optional"),
                repeated=reader.flag(keys.get("repeated"), "repeated"),
                default=reader.word(default, "default", ("published",)) if default else None,
                sign=cast(_Sign, reader.word(sign, "sign", ("positive", "nonnegative"))) if sign else None,
                derived=derived,
            )
        )
    return tuple(roles)


def _examples(
    reader: _Reader, node: yaml.Node | None, rule_id: str, roles: Mapping[str, Role]
) -> tuple[Example, ...]:
    if node is None:
        return ()
    groups = reader.mapping(node, "examples", _OUTCOMES)
    found = []
    for outcome in _OUTCOMES:
        group = groups.get(outcome)
        if group is None:
            continue
        if not isinstance(group, yaml.SequenceNode):
            reader.fault(group, f"examples.{outcome} must be a list")
            continue
        for number, item in enumerate(group.value, 1):
            found.append(_example(reader, item, f"{rule_id}/{outcome}/{number}", outcome, roles))
    return tuple(found)


def _example(
    reader: _Reader, node: yaml.Node, example_id: str, outcome: Outcome, roles: Mapping[str, Role]
) -> Example:
    line = node.start_mark.line + 1
    if outcome == "silent" and isinstance(node, yaml.ScalarNode):
        return Example(example_id, reader.text(node, "a silent example"), outcome, line=line)
    allowed = ("text", "date") if outcome == "silent" else (
        "text", "date", "claim", "operands", "severity", "diagnosis", "suggestion", "agree")  # fmt: skip
    required = ("text",) if outcome == "silent" else ("text", "claim", "operands")
    if outcome == "mismatch":
        required = (*required, "severity")
    keys = reader.mapping(node, "an example", allowed, required)
    text = reader.text(keys.get("text"), "text")
    claim = reader.text(keys.get("claim"), "claim") or None
    if claim and claim not in text:
        reader.fault(keys["claim"], f"the claim “{claim}” does not stand in the example's text")
    operands: dict[str, str | list[str]] = {}
    for name, value in (
        reader.mapping(keys["operands"], "operands", roles) if "operands" in keys else {}
    ).items():
        texts = reader.texts(value, f"operand {name}")
        for part in texts:
            if part not in text:
                reader.fault(value, f"the operand “{part}” does not stand in the example's text")
        operands[name] = list(texts) if isinstance(value, yaml.SequenceNode) else texts[0]
    agree = reader.texts(keys.get("agree"), "agree")
    for part in agree:
        if part not in text:
            reader.fault(keys["agree"], f"“{part}” does not stand in the example's text")
    severity = keys.get("severity")
    diagnosis = keys.get("diagnosis")
    return Example(
        example_id,
        text,
        outcome,
        claim,
        operands,
        reader.word(severity, "severity", ("error", "warning")) if severity else None,
        reader.word(diagnosis, "diagnosis", DIAGNOSES) if diagnosis else None,
        reader.text(keys.get("suggestion"), "suggestion") or None,
        reader.date(keys.get("date"), "date"),
        line,
        agree,
    )


def main() -> None:
    """``python -m finchecks.rule.load``: note whose units agree (``rules/units-checked.txt``)."""
    folder = builtin_folder()
    lines = ["# Formulas that pint found to have their claims' dimensions (python -m finchecks.rule.load)"]
    faults: list[Fault] = []
    for path in rule_files(folder):
        rule, found = load_rule(path, check_units=True)
        faults += found
        if rule is not None:
            lines.append(f"{units_digest(rule)} {rule.id}")
    if faults:
        raise FaultError(*faults)
    (folder / "units-checked.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
