"""The ledger in the formats that researchers work with: one module a format, all over the same rows."""
