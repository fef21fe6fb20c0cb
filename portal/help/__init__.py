"""The help pages, by kind of reader, from topics in plain words."""
