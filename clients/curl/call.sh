#!/bin/sh
# call.sh KEY METHOD [ARGS]: a method of ccxt with its arguments as a JSON list.
set -eu
. "$(dirname "$0")/agent.sh"
agent "/v1/keys/${1:?which key?}/call" --header 'Content-Type: application/json' \
  --data "{\"method\":\"${2:?which method?}\",\"args\":${3:-[]}}"
