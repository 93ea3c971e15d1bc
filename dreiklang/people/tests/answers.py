"""Two answers of the house, compared: what tells a known address from an unknown one?"""

import re


def told(response, *typed: str) -> tuple:
    """(status, headers, cookies, body) of an answer without what the visitor typed, the form's token and the moment.
    Two answers that are equal here tell nobody apart; their length counts, so let what was typed be equally long."""
    body = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", response.content.decode())
    for text in typed:
        body = body.replace(text, "…")
    headers = {name: value for name, value in response.headers.items() if name != "Expires"}
    return response.status_code, headers, _cookies(response), body


def _cookies(response) -> list:
    return [
        (name, {key: value for key, value in cookie.items() if key != "expires"})
        for name, cookie in sorted(response.cookies.items())
    ]
