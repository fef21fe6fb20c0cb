"""Pages of documents: drafts, their acts, numbers, and how a body lays out its papers."""
