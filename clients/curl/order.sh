#!/bin/sh
# order.sh KEY SYMBOL SIDE AMOUNT PRICE NAME: a limit order. Repeated with the same name, it is the same order.
set -eu
. "$(dirname "$0")/agent.sh"
agent "/v1/keys/${1:?which key?}/call" --header 'Content-Type: application/json' \
  --header "Idempotency-Key: ${6:?a name for the order}" \
  --data "{\"method\":\"createOrder\",\"args\":[\"$2\",\"limit\",\"$3\",\"$4\",\"$5\"]}"
