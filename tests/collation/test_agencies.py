"""Which agency a note names."""

import pytest

from collation.agencies import find_agency


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        (("KABUL, Nov 20 (Reuters) -",), "Reuters"),
        (("ALDER, 5 March (AP) —", "Jon Lind"), "Associated Press"),
        (("Reporting by Ida Brandt; Editing by Jon Aske", "AFP"), "Agence France-Presse"),
        (("With files from The Canadian Press",), "Canadian Press"),
        (("ISLAMABAD (APP):",), "Associated Press of Pakistan"),
        (("Source: Associated Press of Pakistan",), "Associated Press of Pakistan"),
        (("By Ida Brandt",), None),
        (("Reporting by P. A. Lind",), None),
        (("WhatsAPP us",), None),
        ((), None),
    ],
)
def test_agency(notes, expected):
    assert find_agency(notes) == expected
