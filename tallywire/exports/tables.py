"""CSV and HXL: one line a claim, in UTF-8, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping
from typing import IO, Any, Final

from tallywire.exports.rows import COLUMNS, NUMBERS, About

_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")  # OWASP: a spreadsheet runs a cell that begins so as a formula
BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"

# Columns of the HXL form and their hashtags (Humanitarian Exchange Language 1.1); #x_ marks our own.
HXL: Final = {
    "published": "#date+published",
    "time_from": "#date+start",
    "time_to": "#date+end",
    "countries": "#country+code",
    "admin1": "#adm1+name",
    "place": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "precision": "#geo+precision",
    "low": "#x_figure+min",
    "high": "#x_figure+max",
    "qualifier": "#x_figure+qualifier",
    "unit": "#indicator+unit",
    "group_text": "#affected+description",
    "event": "#event+type",
    "modality": "#x_modality",
    "speaker_name": "#x_speaker+name",
    "speaker_organisation": "#org+speaker",
    "evidence": "#description+quote",
    "source": "#meta+source",
    "url": "#meta+url",
    "status": "#status",
    "confidence": "#x_confidence",
    "claim_key": "#meta+id",
    "pipeline_version": "#meta+version",
    "exported_at": "#date+exported",
    "export_filter": "#meta+filter",
}


def guard(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value


def write_csv(stream: IO[str], rows: Iterable[Mapping[str, Any]], about: About) -> None:  # noqa: ARG001 - all formats alike
    """Write the claims with a header; numbers stay numbers, texts are guarded."""
    writer = csv.writer(stream, lineterminator="\r\n")  # RFC 4180
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(name, row[name]) for name in COLUMNS])


def write_hxl(stream: IO[str], rows: Iterable[Mapping[str, Any]], about: About) -> None:  # noqa: ARG001 - all formats alike
    """Write the claims as CSV with a row of HXL hashtags below the header."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HXL)
    writer.writerow(HXL.values())
    for row in rows:
        writer.writerow([_cell(name, row[name]) for name in HXL])


def _cell(name: str, value: Any) -> Any:
    # csv writes bare carriage returns that readers take for line ends: a text keeps its line ends as \n.
    if name in NUMBERS or not isinstance(value, str):
        return value
    return guard(value.replace("\r\n", "\n").replace("\r", "\n"))
