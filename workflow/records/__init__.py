"""Base classes of models, and what forms need: drafts, submission tokens, pickers."""
