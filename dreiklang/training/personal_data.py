from dreiklang.training.personal import confirming, learning, listening, partners

HEADING = "Weiterbildung"
_SUBJECTS = (learning, listening, confirming, partners)
COLUMNS = [column for subject in _SUBJECTS for column in subject.COLUMNS]


def export(person) -> dict:
    return {title: part for subject in _SUBJECTS for title, part in subject.export(person).items()}


def erase(person) -> None:
    for subject in _SUBJECTS:
        subject.erase(person)
