from inspections.entry.forms.values import ValueForm

__all__ = ["ValueForm"]
