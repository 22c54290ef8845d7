"""Verifies a message with the library of the specification's authors: secret, id, timestamp, signature, body. Prints its type and summary."""
import base64
import sys

from standardwebhooks.webhooks import Webhook

secret, message_id, timestamp, signature, body = sys.argv[1:]
headers = {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": signature}
message = Webhook(secret).verify(base64.b64decode(body), headers)
print(message["type"], message["timestamp"], message["data"]["summary"], sep="|", end="")
