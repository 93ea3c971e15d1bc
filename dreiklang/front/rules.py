def may_run_the_house(person) -> bool:
    """Edit the house's pages, mend letters, answer reports: the programme team."""
    return person.is_authenticated and person.is_team
