"""Sheets in and out: cells, files that come in (read apart), files that go out."""
