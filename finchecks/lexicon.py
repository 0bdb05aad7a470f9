"""The lexicon: what a language's words mean, read from ``rules/lexicon`` into frozen objects.

Every scalar is read as a text ("no" and "on" are words here, not truth values) and converted where a number
is meant.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml

from finchecks.faults import Fault, FaultError

T = TypeVar("T")

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a language writes numbers; the fields are the keys of its ``numbers.yaml``, which explains them."""

    number_words: Mapping[str, float]
    scales: Mapping[str, float]
    glued_scales: Mapping[str, float]
    money_scales: frozenset[str]
    percent: tuple[str, ...]
    points: Mapping[str, tuple[str, ...]]
    not_points: frozenset[str]
    multiple: tuple[str, ...]
    times_stops: frozenset[str]
    factors: Mapping[str, float]
    factor_stops: frozenset[str]
    cased_units: Mapping[str, float]
    occasions: frozenset[str]
    occasion_stops: frozenset[str]
    fractions: Mapping[str, float]
    fraction_after: frozenset[str]
    fraction_before: frozenset[str]
    fraction_not_after: frozenset[str]
    fraction_of_after: frozenset[str]
    bare_word_after: frozenset[str]
    half_after: frozenset[str]
    half_not_after: frozenset[str]
    half_surely_after: frozenset[str]
    fraction_surely_after: frozenset[str]
    glyphs: Mapping[str, float]
    qualifiers: Mapping[str, tuple[str, ...]]
    per: frozenset[str]
    #: after "a year" these make a time of it, no rate
    per_not: frozenset[str]
    each: frozenset[str]
    per_adverbs: Mapping[str, str]
    units: Mapping[str, tuple[str, ...]]
    case_units: Mapping[str, tuple[str, ...]]
    compound_units: Mapping[str, Mapping[str, str]]
    paired_units: Mapping[str, Mapping[str, tuple[str, ...]]]
    smaller_units: Mapping[str, Mapping[str, float]]
    troy_hints: tuple[str, ...]
    weight_hints: tuple[str, ...]
    weighed: frozenset[str]
    durations: Mapping[str, tuple[str, ...]]
    decades: Mapping[str, float]
    months: Mapping[str, float]
    unsure_months: frozenset[str]
    month_after: frozenset[str]
    ordinals: Mapping[str, float]
    fiscal: frozenset[str]
    year_before: frozenset[str]
    weak_year_before: frozenset[str]
    year_counts: frozenset[str]
    noun_stops: frozenset[str]
    plurals: frozenset[str]
    not_plurals: frozenset[str]
    labels: frozenset[str]
    capital_labels: frozenset[str]
    label_after: frozenset[str]
    priced: frozenset[str]
    clocks: frozenset[str]
    after: Mapping[str, str]
    qualifier_not_after: Mapping[str, tuple[str, ...]]
    comparing: tuple[str, ...]
    compared_by: frozenset[str]
    durations_need: Mapping[str, tuple[str, ...]]
    hyphen_before: frozenset[str]
    negative_after: frozenset[str]
    sentence_words: frozenset[str]
    partners: frozenset[str]
    length_after: tuple[str, ...]
    ordinal_endings: frozenset[str]
    minus: frozenset[str]


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name that several currencies bear: the first is taken unless the document's words say another."""

    words: tuple[str, ...]
    #: ISO 4217 code → words that speak for it, lower case
    currencies: Mapping[str, tuple[str, ...]]
    #: a declaration of the document ("in Canadian dollars") settles it
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Currencies:
    """What CLDR does not say about currencies; the fields are the keys of ``currencies.yaml``."""

    symbols: Mapping[str, tuple[str, ...]]
    dollar: str
    words: Mapping[str, tuple[str, ...]]
    names: tuple[SharedName, ...]
    hundredths: Mapping[str, tuple[str, ...]]
    having_cents: frozenset[str]
    wordlike: frozenset[str]
    glued: frozenset[str]
    declarations: frozenset[str]


@dataclass(frozen=True, slots=True)
class PageWords:
    """What web pages call their parts; the fields are the keys of ``page.yaml``, which explains them."""

    furniture: frozenset[str]
    article: frozenset[str]
    hidden: frozenset[str]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """Words that show a text's language; the fields are the keys of its ``language.yaml``."""

    telling: frozenset[str]


def rules_folder() -> Path:
    """The built-in rules: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


@functools.cache
def load_numbers(language: str = "en") -> Numbers:
    """The numbers of a language. Raises FaultError when the file is missing or not as it must be."""
    return _build(Numbers, rules_folder() / "lexicon" / language / "numbers.yaml")


@functools.cache
def load_currencies() -> Currencies:
    """The currencies' nicknames and ambiguities. Raises FaultError when the file is not as it must be."""
    return _build(Currencies, rules_folder() / "lexicon" / "currencies.yaml")


@functools.cache
def load_page_words() -> PageWords:
    """The names of the parts of web pages. Raises FaultError when the file is not as it must be."""
    return _build(PageWords, rules_folder() / "lexicon" / "page.yaml")


@functools.cache
def load_language_words(language: str) -> LanguageWords:
    """The words that show a language. Raises FaultError when the file is missing or not as it must be."""
    return _build(LanguageWords, rules_folder() / "lexicon" / language / "language.yaml")


@functools.cache
def languages() -> tuple[str, ...]:
    """The languages that can be read: those with a folder of their own."""
    return tuple(sorted(folder.name for folder in (rules_folder() / "lexicon").iterdir() if folder.is_dir()))


@functools.cache
def read_lexicon(path: Path) -> Mapping[str, Any]:
    """The mapping that a lexicon file holds, every scalar as text; read once for all who ask."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        raise FaultError(Fault("lexicon", f"cannot be read: {error.strerror}", str(path))) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else None
        raise FaultError(Fault("lexicon", f"is no YAML: {error.problem}", str(path), line)) from error
    if not isinstance(data, dict):
        raise FaultError(Fault("lexicon", "must be a mapping of keys to words", str(path)))
    return data


def _build(cls: type[T], path: Path) -> T:
    """A lexicon object of the file, each field converted after its annotation; all faults at once."""
    data = read_lexicon(path)
    known = {field.name: str(field.type) for field in fields(cls)}  # type: ignore[arg-type]
    faults = [Fault("lexicon", f"“{key}” is no known key", str(path)) for key in data if key not in known]
    values: dict[str, Any] = {}
    for name, kind in known.items():
        if name not in data:
            faults.append(Fault("lexicon", f"“{name}” is missing", str(path)))
            continue
        try:
            values[name] = _CONVERT[kind](data[name])
        except (TypeError, ValueError, AttributeError) as error:
            faults.append(Fault("lexicon", f"“{name}” is not as it must be: {error}", str(path)))
    if faults:
        raise FaultError(*faults)
    return cls(**values)


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise TypeError("a list of words is needed")
    return tuple(value)


def _shared_name(value: Any) -> SharedName:
    choices = {code: _words(hints) for code, hints in value["currencies"].items()}
    return SharedName(_words(value["words"]), choices, value.get("declared") == "true")


#: annotation of a field → how the YAML's texts become it
_CONVERT: Mapping[str, Callable[[Any], Any]] = {
    "str": str,
    "tuple[str, ...]": _words,
    "frozenset[str]": lambda value: frozenset(_words(value)),
    "tuple[SharedName, ...]": lambda value: tuple(_shared_name(one) for one in value),
    "Mapping[str, float]": lambda value: {word: float(number) for word, number in value.items()},
    "Mapping[str, str]": dict,
    "Mapping[str, tuple[str, ...]]": lambda value: {name: _words(words) for name, words in value.items()},
    "Mapping[str, Mapping[str, tuple[str, ...]]]": lambda value: {
        name: {key: _words(words) for key, words in more.items()} for name, more in value.items()
    },
    "Mapping[str, Mapping[str, float]]": lambda value: {
        name: {word: float(number) for word, number in more.items()} for name, more in value.items()
    },
    "Mapping[str, Mapping[str, str]]": lambda value: {name: dict(more) for name, more in value.items()},
}
