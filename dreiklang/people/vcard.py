"""A card as a file for one's address book: vCard 3.0 (RFC 2426), which Outlook reads too. It never says an address."""

from dreiklang.people.models import Face

LONGEST = 75  # bytes a line


def vcard(face: Face) -> str:
    """What stands on this card for whoever reads it, and nothing else."""
    first, _space, last = face.name.rpartition(" ")
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{_said(face.name)}", f"N:{_said(last)};{_said(first)};;;"]
    lines += [f"ORG:{_said(face.municipality.label)}"] if face.municipality else []
    lines += [f"TITLE:{_said(face.function)}"] if face.function else []
    lines += [f"TEL;TYPE=WORK,VOICE:{_said(face.phone)}"] if face.phone else []
    lines += [f"URL:{_said(face.link)}"] if face.link else []
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCARD"])


def _said(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """No sign is torn apart."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > LONGEST - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])
