"""THE PAPERS: submissions/ come in, documents/ go out, demo/ fills a new portal with an example."""
