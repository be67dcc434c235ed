# Shared by the commands in scripts/: where set-up keeps its things, how it reports, how it gives up.
# Sourced, never run.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
SETUP="$ROOT/.setup" # everything set-up puts on this machine; delete it to start over
LOG="$SETUP/setup.log"
mkdir -p "$SETUP"
export UV_CACHE_DIR="${UV_CACHE_DIR:-$SETUP/cache/uv}" # wheels built from source too, so that HOME is not needed
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
	export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}" # a network with a certificate authority of its own
fi

step() { printf '%s\n' "• $*" >&2; }

# The one actionable sentence a failed set-up ends with; the details are in the log.
fail() {
	printf '%s\n' "✗ $*" >&2
	exit 1
}

# Runs a command with its output in the log instead of on the screen.
quietly() {
	{ printf '\n$ %s\n' "$*"; "$@"; } >>"$LOG" 2>&1 </dev/null
}

# The same for a command that takes a while: names it, and shows on a terminal that it is alive.
slowly() {
	local what="$1" started=$SECONDS ticker="" status=0
	shift
	step "$what"
	[ -t 2 ] && { show_seconds & ticker=$!; }
	quietly "$@" || status=$?
	if [ -n "$ticker" ]; then
		kill "$ticker"
		wait "$ticker" || true
	fi 2>/dev/null
	[ "$status" -ne 0 ] || [ $((SECONDS - started)) -lt 3 ] || step "  done in $((SECONDS - started)) s"
	return "$status"
}

show_seconds() {
	local started=$SECONDS
	while sleep 1 && kill -0 $$ 2>/dev/null; do
		printf '  %s s\r' "$((SECONDS - started))" >&2
	done
}
