"""The pages on which values, findings and recommendations are written down."""
