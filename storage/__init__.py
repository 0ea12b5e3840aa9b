"""The store: WARC archive, `news.db` and `reviews.db`; the only package that writes them.

Order of writes, so that nothing is lost when a process is killed between two of them: raw bytes to the archive, then one
transaction for the snapshot and the state of its URL, then one for each batch of parsed articles, then one for each
batch of extractions. Every stage asks for what is pending, so a killed stage is simply run again.
"""
