"""The book of incoming papers: each paper that arrived at a body, with its running number of arrival in the year."""
