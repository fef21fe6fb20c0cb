from inspections.entry.forms.findings import (
    AssignmentForm,
    CauseForm,
    FindingForm,
    NewRecommendationForm,
    RecommendationForm,
)
from inspections.entry.forms.values import ValueForm

__all__ = [
    "AssignmentForm",
    "CauseForm",
    "FindingForm",
    "NewRecommendationForm",
    "RecommendationForm",
    "ValueForm",
]
