from dreiklang.library.models.articles import Article, Author, File, Source
from dreiklang.library.models.living import Adoption, Check, Citation, Release, Review
from dreiklang.library.models.origin import Consent, Origin
from dreiklang.library.models.papers import CouncilPaper, PaperItem
from dreiklang.library.models.sections import Comment, Rival, Section, SectionVersion, Suggestion

__all__ = [
    "Adoption",
    "Article",
    "Author",
    "Check",
    "Citation",
    "Comment",
    "Consent",
    "CouncilPaper",
    "File",
    "Origin",
    "PaperItem",
    "Release",
    "Review",
    "Rival",
    "Section",
    "SectionVersion",
    "Source",
    "Suggestion",
]
