"""What is seen over many articles and versions: what an edit changed, which articles are copies of one text, with what figures.

Everything but `collate` is pure: texts and rows in, records out. Nothing here loads a model or asks the network.
"""
