from dreiklang.index.models import EqualWords
from dreiklang.search.actions import missing

SOUGHT = {"Kulturlotse": 7, "Rückkehrberatung": 5}


def furnish(tell=print) -> None:
    """What a year of searching leaves behind: words that were missed, and words that the team has made equal."""
    for word, askers in SOUGHT.items():
        for number in range(askers):
            missing.note(word, [word], f"demo {number}")
    EqualWords.objects.get_or_create(words="Stadtteilmutter, Familienlotsin")
    tell(f"Suche: {len(SOUGHT)} Wörter, die oft fehlten")
