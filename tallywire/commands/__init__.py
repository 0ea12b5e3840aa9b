"""The commands, a module for each part of the work; tallywire.cli puts them under one roof."""
