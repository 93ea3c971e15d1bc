"""A day in an address: 2026-12-02."""

from datetime import date


class DayInAddress:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, text: str) -> date:
        return date.fromisoformat(text)  # a ValueError is a 404

    def to_url(self, day: date | str) -> str:
        return day if isinstance(day, str) else day.isoformat()
