"""From an article's text to claims: a spaCy pipeline whose components find mentions and build records.

No network and no database: places are reached through `gazetteer` alone, and records leave by `extraction.pipeline`.
"""
