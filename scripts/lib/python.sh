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
	find_python && return
	slowly "Installing Python 3.14 (this machine has none)" install_python_with_uv && find_python && return
	slowly "Installing Debian's Python 3.14 below the checkout (uv's download cannot be reached)" install_debian_python && find_python && return
	fail "Python 3.14.2 or newer is needed and could not be installed: install it yourself and set KAIZEN_PYTHON to it (details: $LOG)."
}

find_python() {
	local candidate
	for candidate in "${KAIZEN_PYTHON:-}" "$(debian_python)" "$SETUP"/uv-python/cpython-3.14*/bin/python3.14 python3.14 python3.15 python3; do
		# shellcheck disable=SC2034 # for those who source this
		[ -n "$candidate" ] && is_new_enough "$candidate" && PYTHON="$(command -v "$candidate")" && return
	done
	return 1
}

install_python_with_uv() {
	UV_HTTP_RETRIES=0 UV_PYTHON_INSTALL_DIR="$SETUP/uv-python" "$UV" python install --no-bin 3.14
}
