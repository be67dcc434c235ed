# Finds or installs uv and a Python that Home Assistant 2026.11 runs on (3.14.2 or newer), without root.
# Sourced after common.sh; sets UV and PYTHON.

PYTHON_MINIMUM="(3, 14, 2)"
DEBIAN_ROOT="$SETUP/debian"

# shellcheck source=scripts/lib/debian.sh
source "$ROOT/scripts/lib/debian.sh"

is_new_enough() {
	"$1" -c "import sys, ssl, sqlite3; sys.exit(sys.version_info < $PYTHON_MINIMUM)" >/dev/null 2>&1
}

ensure_uv() {
	UV="$(command -v uv || true)"
	[ -n "$UV" ] && return
	UV="$SETUP/uv/bin/uv"
	[ -x "$UV" ] && return
	slowly "Installing uv" install_uv ||
		fail "uv could not be installed: check the network, or install uv or pip yourself (Debian: apt install python3-pip) and run this again (details: $LOG)."
}

install_uv() {
	local python
	for python in python3 /usr/bin/python3; do
		"$python" -m pip install --quiet --target "$SETUP/uv" uv && return
		"$python" -m venv "$SETUP/uv" && "$SETUP/uv/bin/pip" install --quiet uv && return
	done
	rm -rf "$SETUP/uv"
	unpack_debian_python && debian_pip install --quiet --target "$SETUP/uv" uv
}

ensure_python() {
	local candidate
	for candidate in "${KAIZEN_PYTHON:-}" "$DEBIAN_ROOT/usr/bin/python3.14" python3.14 python3.15 python3; do
		[ -n "$candidate" ] && is_new_enough "$candidate" && PYTHON="$(command -v "$candidate")" && return
	done
	install_python_with_uv || install_python_from_debian ||
		fail "Python 3.14.2 or newer is needed and could not be installed: install it yourself and set KAIZEN_PYTHON to it (details: $LOG)."
}

install_python_with_uv() {
	export UV_PYTHON_INSTALL_DIR="$SETUP/uv-python"
	slowly "Installing Python 3.14 (this machine has none)" env UV_HTTP_RETRIES=0 "$UV" python install --no-bin 3.14 || return 1
	PYTHON="$("$UV" python find --managed-python 3.14 2>>"$LOG")" && is_new_enough "$PYTHON"
}

install_python_from_debian() {
	slowly "Installing Debian's Python 3.14 below the checkout (uv's download cannot be reached)" relocate_debian_python || return 1
	PYTHON="$DEBIAN_ROOT/usr/bin/python3.14"
	is_new_enough "$PYTHON"
}
