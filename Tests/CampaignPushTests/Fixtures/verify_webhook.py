"""Verifies a message of Standard Webhooks with the library of the specification's authors: secret, id, timestamp, signature, body."""
import base64
import sys

from standardwebhooks.webhooks import Webhook

secret, message_id, timestamp, signature, body = sys.argv[1:]
headers = {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": signature}
data = Webhook(secret).verify(base64.b64decode(body), headers)
print(data["data"]["contacts"][0]["external_id"], end="")
