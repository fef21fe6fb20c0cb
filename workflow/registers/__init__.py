"""The machinery of import and export."""
