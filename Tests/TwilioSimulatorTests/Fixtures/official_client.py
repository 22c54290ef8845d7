"""Asks a simulator through Twilio's own client and prints what it got, as one JSON object.

Usage: python official_client.py http://127.0.0.1:PORT
"""

import json
import sys

from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

TWILIO = "https://lookups.twilio.com"


class RedirectedClient(TwilioHttpClient):
    """Twilio's HTTP client, with every request sent to another server."""

    def __init__(self, server: str):
        super().__init__(timeout=30)
        self.server = server

    def request(self, method, url, *arguments, **options):
        assert url.startswith(TWILIO), url
        return super().request(method, url.replace(TWILIO, self.server), *arguments, **options)


def outcome(ask) -> dict:
    """What the client makes of an answer: its properties, or the error it raises."""
    try:
        answer = ask()
    except TwilioRestException as error:
        return {"status": error.status, "code": error.code, "message": error.msg}
    return {name: value for name, value in vars(answer).items() if not name.startswith("_")}


def main() -> None:
    server = sys.argv[1]
    account = "AC" + "0" * 31 + "1"
    client = Client(account, "token", http_client=RedirectedClient(server))
    key = Client("SK" + "0" * 31 + "1", "secret", account, http_client=RedirectedClient(server))
    stranger = Client(account, "wrong", http_client=RedirectedClient(server))

    def v2(number: str, by: Client = client, fields: str | None = "line_type_intelligence", **options) -> dict:
        return outcome(lambda: by.lookups.v2.phone_numbers(number).fetch(fields=fields or None, **options))

    def v1(number: str, **options) -> dict:
        return outcome(lambda: client.lookups.v1.phone_numbers(number).fetch(**options))

    results = {
        "mobile": v2("+15005555001"),
        "bare": v2("+15005555001", fields=None),
        "two_fields": v2("+15005555001", fields="line_type_intelligence,caller_name"),
        "national": v2("5005555001", country_code="US"),
        "british": v2("07772 000001", country_code="GB"),
        "key": v2("+15005555001", by=key),
        "too_short": v2("+1415555"),
        "package_error": v2("+15005550607"),
        "unknown_field": v2("+15005555001", fields="carrier"),
        "wrong_token": v2("+15005555001", by=stranger),
        "throttled": v2("+15005550429"),
        "unavailable": v2("+15005550503"),
        "v1_mobile": v1("+15005555001", type=["carrier"]),
        "v1_voip": v1("+15005555005", type=["carrier", "caller-name"]),
        "v1_invalid": v1("+1415555", type=["carrier"]),
    }
    json.dump(results, sys.stdout, default=str)


if __name__ == "__main__":
    main()
