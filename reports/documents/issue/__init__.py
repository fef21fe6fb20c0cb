"""A paper's way out of the house: previews, drafts, submitted, numbered and issued, published, corrected.

Nothing is imported here: what follows a step is registered while Django starts, and the press can't be imported then.
"""
