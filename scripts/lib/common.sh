# Shared by the commands in scripts/: where set-up keeps its things, how it reports, how it gives up.
# Sourced, never run.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
SETUP="$ROOT/.setup" # everything set-up puts on this machine; delete it to start over
LOG="$SETUP/setup.log"
mkdir -p "$SETUP"

step() { printf '%s\n' "• $*" >&2; }

# The one actionable sentence a failed set-up ends with; the details are in the log.
fail() {
	printf '%s\n' "✗ $*" >&2
	exit 1
}

# Runs a command with its output in the log instead of on the screen.
quietly() {
	{ printf '\n$ %s\n' "$*"; "$@"; } >>"$LOG" 2>&1
}
