"""The readers of the time grammar by name: from a match and its context to a TIMEX3 value and its days."""

from collections.abc import Callable
from typing import Final

from extraction import timex_days as days
from extraction import timex_lengths as lengths
from extraction import timex_units as units
from extraction.timex_context import Context, Found, Reading

READERS: Final[dict[str, Callable[[Found, Context], Reading]]] = {
    "adjacent_unit": units.adjacent_unit,
    "anaphoric_part": days.anaphoric_part,
    "century": units.century,
    "clock": days.clock,
    "day_of_month": days.day_of_month,
    "decade": units.decade,
    "deictic_day": days.deictic_day,
    "deictic_part": days.deictic_part,
    "duration": lengths.duration,
    "every_name": lengths.every_name,
    "every_unit": lengths.every_unit,
    "fiscal_relative": units.fiscal_relative,
    "fiscal_year": units.fiscal_year,
    "frequency": lengths.frequency,
    "holiday": days.holiday,
    "holiday_unit": days.holiday_unit,
    "iso_date": days.iso_date,
    "month": units.month,
    "month_day": days.month_day,
    "month_of_relative_year": units.month_of_relative_year,
    "month_year": units.month_year,
    "numeric_date": days.numeric_date,
    "offset": lengths.offset,
    "open_window": lengths.open_window,
    "overnight": days.overnight,
    "part_of_year": units.part_of_year,
    "past_unit": lengths.past_unit,
    "reference": lengths.reference,
    "relative_month": units.relative_month,
    "relative_unit": units.relative_unit,
    "same_period": units.same_period,
    "same_unit": units.same_unit,
    "season": units.season,
    "season_year": units.season_year,
    "the_unit": units.the_unit,
    "tonight": days.tonight,
    "unit_end": units.unit_end,
    "weekday": days.weekday,
    "weekday_ordinal": days.weekday_ordinal,
    "weekend": units.weekend,
    "window": lengths.window,
    "year": units.year,
    "year_beyond": units.year_beyond,
    "year_short": units.year_short,
    "year_span": units.year_span,
}
