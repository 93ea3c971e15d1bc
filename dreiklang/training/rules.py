def may_plan(person) -> bool:
    """Write programmes, building blocks and runs: the programme team."""
    return person.is_authenticated and person.is_team
