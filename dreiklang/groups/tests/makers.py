from dreiklang.groups.models import Group


def a_group(name="Jahrgang 2025/2026", kind=Group.COHORT) -> Group:
    return Group.objects.create(name=name, kind=kind)
