from dreiklang.people.models import SecretAddress


class CalendarAddress(SecretAddress):
    """Under which a person's own dates are read by her calendar program."""
