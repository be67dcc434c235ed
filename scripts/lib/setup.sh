# Sets up what a command needs, once; a second run finds everything there and says nothing.
# Sourced: `set_up ENVIRONMENT…` leaves UV and PYTHON set and an ffmpeg on PATH.

# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/lib/python.sh
source "$ROOT/scripts/lib/python.sh"
# shellcheck source=scripts/lib/environments.sh
source "$ROOT/scripts/lib/environments.sh"

set_up() {
	local name
	wait_for_other_set_up
	ensure_uv
	ensure_python
	for name in "$@"; do
		ensure_environment "$name"
	done
	case " $* " in *" home-assistant "*) ensure_ffmpeg ;; esac
	exec 9>&-
}

# Two commands started at once must not install into the same folders.
wait_for_other_set_up() {
	exec 9>"$SETUP/lock"
	command -v flock >/dev/null || return 0
	flock -w 2 9 || { step "Waiting for another set-up in this checkout" && flock 9; }
}

# Home Assistant's ffmpeg integration looks for the program on PATH: the host's, else the one imageio-ffmpeg carries.
ensure_ffmpeg() {
	local carried
	export PATH="$PATH:$SETUP/bin"
	command -v ffmpeg >/dev/null && return
	carried="$("$(environment_python home-assistant)" -c 'import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())' 2>>"$LOG")" ||
		fail "ffmpeg is missing: install it (Debian: apt install ffmpeg) and run this again (details: $LOG)."
	mkdir -p "$SETUP/bin"
	ln -sf "$carried" "$SETUP/bin/ffmpeg"
}
