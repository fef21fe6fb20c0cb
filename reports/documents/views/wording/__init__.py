"""Pages of a body's templates: the editor with its preview, the versions and what differs between them."""
