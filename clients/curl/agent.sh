# Sourced by the others: finds the socket, and asks over it. agent PATH [curl's arguments...]
: "${KEYBEARER_TOKEN:?give the token of the bot}"
data=${KEYBEARER_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/keybearer}
socket=${KEYBEARER_SOCKET:-$(sed -n 's/.*"socket":"\([^"]*\)".*/\1/p' "$data/run/agent.json")}
: "${socket:?no agent runs for $data}"
# Nobody else may have made it.
[ -S "$socket" ] && [ -O "$socket" ] || { echo "$socket is no socket of yours" >&2; exit 1; }

agent() {
  path=$1
  shift
  printf 'header = "Authorization: Bearer %s"\n' "$KEYBEARER_TOKEN" |
    curl --config - --silent --show-error --fail-with-body --max-time 60 --unix-socket "$socket" "$@" "http://keybearer$path"
}
