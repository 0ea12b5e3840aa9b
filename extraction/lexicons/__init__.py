"""Tables of words and expressions, each file with its source stated: data, no behaviour."""
