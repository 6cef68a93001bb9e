#!/bin/sh
# me.sh: who the bot is, and what it may do.
set -eu
. "$(dirname "$0")/agent.sh"
agent /v1/me
