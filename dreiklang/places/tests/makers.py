"""Places for tests, all invented, and lines of a register in the fixed width of GV100AD."""

from django.conf import settings

from dreiklang.places.models import District, Land, Municipality

REAL = settings.ROOT.parent / "shared" / "data" / "geo" / "GV100AD_301123.txt"
WITHOUT_REAL = "Das amtliche Gemeindeverzeichnis liegt nicht neben dem Projekt (../shared/data/geo)."


def a_district(name="Oberauland", key="99115", kind="Landkreis", is_fictional=False) -> District:
    land, _made = Land.objects.get_or_create(
        key=key[:2], defaults={"name": f"Land {key[:2]}", "is_fictional": is_fictional}
    )
    return District.objects.get_or_create(key=key, defaults={"land": land, "name": name, "kind": kind})[0]


def a_municipality(name="Musterlingen", key="99115003", **fields) -> Municipality:
    district = fields.pop("district", None) or a_district(key=key[:5])
    defaults = {"kind": Municipality.GEMEINDE, "population": 9104, "area": 85.6}
    return Municipality.objects.create(key=key, name=name, district=district, **defaults | fields)


def land_line(key="98", name="Probeland") -> str:
    return _line("10", key, name)


def district_line(key="98115", name="Oberauland", kind="44") -> str:
    return _line("40", key, name, kind)


def association_line(key="98115", association="0001", name="Amt am See") -> str:
    return _line("50", f"{key}   {association}", name, "50")


def municipality_line(
    key="98115001", name="Auenkirch, Stadt", kind="63", population=62418, hectares=13640, association="0000"
) -> str:
    numbers = f"{hectares:011d}{population:011d}{population // 2:011d}"
    return _line("60", f"{key}{association}", name, kind, f"    {numbers}    77777")


def register(*lines: str) -> bytes:
    return "\n".join([*(lines or SAMPLE), ""]).encode()


def _line(record: str, key: str, name: str, kind: str = "", rest: str = "") -> str:
    start = f"{record}20310101{key}"
    return f"{start:<22}{name:<50}{'':<50}{kind:<2}{rest}".ljust(220)


SAMPLE = (
    land_line(),
    district_line("98111", "Lindenstatt, Landeshauptstadt", "42"),
    municipality_line("98111000", "Lindenstatt, Landeshauptstadt", "62", 210314, 14860),
    district_line("98115", "Oberauland"),
    municipality_line("98115001", "Auenkirch, Stadt", "67", 62418, 13640),
    municipality_line("98115002", "Musterlingen", "64", 9104, 8560),
    municipality_line("98115999", "Auenwald, gemeindefreies Gebiet", "66", 0, 2000),
    district_line("98116", "Tannwaldkreis"),
    municipality_line("98116001", "Musterlingen, M", "60", 3120, 2190),
)
