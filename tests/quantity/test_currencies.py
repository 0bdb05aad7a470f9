"""Every currency of CLDR by code, symbol and name; the generated table is what Babel has."""

from __future__ import annotations

import subprocess
import sys

import pytest
from reading import read

from finchecks.lexicon import load_currencies
from finchecks.quantity import from_cldr
from finchecks.quantity._cldr import CURRENCIES
from finchecks.quantity.vocabulary import vocabulary

CODES = sorted(CURRENCIES)


def test_the_table_is_current() -> None:
    assert from_cldr.table() == CURRENCIES, "run python -m finchecks.quantity.from_cldr"


def test_reading_does_not_import_babel_or_pint() -> None:
    code = (
        "import sys; from finchecks.document import Document\n"
        "from finchecks.quantity.from_document import quantities\n"
        "assert quantities(Document('It made $5m.', 'It made $5m.', ()))\n"
        "assert not {'babel', 'pint'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("code", [code for code in CODES if code not in load_currencies().wordlike])
def test_codes_before_and_after(code: str) -> None:
    for text in (f"It made {code} 5.2 million.", f"It made {code}5.2m.", f"It made 5.2 million {code}."):
        (found,) = read(text)
        assert (found.kind, found.unit, found.value) == ("money", code, pytest.approx(5.2e6)), text


#: names that CLDR gives to a currency and its forerunners alike
NAMED = [(code, words[-2]) for code, words in sorted(CURRENCIES.items()) if "(" not in words[-2]]


@pytest.mark.parametrize(("code", "name"), NAMED, ids=[name for _, name in NAMED])
def test_names(code: str, name: str) -> None:
    (found,) = read(f"It made 5.2 million {name}.")
    assert (found.kind, found.text) == ("money", f"5.2 million {name}")
    same = {other for other, words in CURRENCIES.items() if name in words}
    assert found.unit in same


@pytest.mark.parametrize("code", [code for code in CODES if CURRENCIES[code][-1]])
def test_symbols(code: str) -> None:
    symbol = CURRENCIES[code][-1]
    (found,) = read(f"It made {symbol}5.2m.")
    assert (found.kind, found.unit) == ("money", code), symbol


def test_every_symbol_of_ours_is_read() -> None:
    words = vocabulary()
    for code, symbols in load_currencies().symbols.items():
        for symbol in symbols:
            found = read(f"It made {symbol}52 million there.")
            assert [(q.kind, q.unit) for q in found] == [("money", code)], symbol
    assert words.symbols["$"] == "~dollar"
