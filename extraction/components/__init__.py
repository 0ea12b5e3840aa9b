"""The pipeline's components, one a file: each finds spans in a Doc, then writes them to the Doc as records."""
