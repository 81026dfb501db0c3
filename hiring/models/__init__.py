from hiring.models.candidates import Candidate, CandidateFile, CandidateLetter, Moved, Note
from hiring.models.dossiers import Dossier, Look, Member
from hiring.models.interviews import Scorecard
from hiring.models.offers import Offer
from hiring.models.positions import Position, Stage
from hiring.models.recommendations import Recommendation, Step, Wording

__all__ = [
    "Candidate",
    "CandidateFile",
    "CandidateLetter",
    "Dossier",
    "Look",
    "Member",
    "Moved",
    "Note",
    "Offer",
    "Position",
    "Recommendation",
    "Scorecard",
    "Stage",
    "Step",
    "Wording",
]
