"""Trains the language model of `extraction/model` from open corpora; nothing here is needed at run time."""
