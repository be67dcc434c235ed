# What `scripts/voice` can do.
# Sourced after setup.sh.

VOICE="$SETUP/voice" # process ids, logs and options
mkdir -p "$VOICE"

usage() {
	sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "$ROOT/scripts/voice" >&2
	exit 2
}

is_service() { describe_service "$1" >/dev/null; }

describe_service() {
	case "$1" in
	stt) echo "Speech to text" ;;
	tts) echo "Text to speech" ;;
	satellite) echo "The satellite" ;;
	*) return 1 ;;
	esac
}

# A satellite needs no models: it has a small environment of its own.
environment_of() { if [ "$1" = satellite ]; then echo satellite; else echo voice; fi; }

# Options of a service, one a line, as they are on its command line.
service_options() { cat "$VOICE/$1.options" 2>/dev/null | xargs -n 1 || true; }

run_in_foreground() {
	local service="$1" options=() option
	shift
	set_up "$(environment_of "$service")"
	while IFS= read -r option; do [ -z "$option" ] || options+=("$option"); done < <(service_options "$service")
	cd "$ROOT" || exit
	exec "$(environment_python "$(environment_of "$service")")" -m "wyoming_services.$service" "${options[@]+"${options[@]}"}" "$@"
}

fetch_weights() {
	set_up voice
	cd "$ROOT" || exit
	exec "$(environment_python voice)" -m wyoming_services.models "$@"
}

# The process id of a service that `start` started and that still runs; a number that went to another process is none.
running_service() {
	local pid
	pid="$(cat "$VOICE/$1.pid" 2>/dev/null)" && ps -p "$pid" -o command= 2>/dev/null | grep -q "wyoming_services.$1" && echo "$pid"
}

start_service() {
	local service="$1" name pid waited=0
	name="$(describe_service "$service")"
	if pid="$(running_service "$service")"; then
		step "$name runs already (process $pid)"
		return
	fi
	set_up "$(environment_of "$service")"
	: >"$VOICE/$service.log"
	nohup "$ROOT/scripts/voice" run "$service" >"$VOICE/$service.log" 2>&1 </dev/null &
	echo $! >"$VOICE/$service.pid"
	step "$name starts"
	until grep -q "is ready" "$VOICE/$service.log"; do
		kill -0 "$(cat "$VOICE/$service.pid")" 2>/dev/null ||
			fail "$name did not start: $(grep '^✗' "$VOICE/$service.log" | tail -n 1) (details: $VOICE/$service.log)"
		[ "$waited" -lt 600 ] || fail "$name is not ready after a minute (details: $VOICE/$service.log)."
		sleep 0.1
		waited=$((waited + 1))
	done
	grep "is ready" "$VOICE/$service.log" | tail -n 1 >&2
}

stop_service() {
	local service="$1" name pid waited=0
	name="$(describe_service "$service")"
	if ! pid="$(running_service "$service")"; then
		step "$name does not run"
		rm -f "$VOICE/$service.pid"
		return
	fi
	step "$name stops"
	kill "$pid"
	while kill -0 "$pid" 2>/dev/null; do
		[ "$waited" -lt 100 ] || { kill -9 "$pid" 2>/dev/null || true; }
		sleep 0.1
		waited=$((waited + 1))
	done
	rm -f "$VOICE/$service.pid"
}

restart_service() {
	stop_service "$1"
	start_service "$1"
}

# Asks the service itself: one that runs but cannot transcribe or speak is not well.
status_service() {
	local service="$1" address answer
	address="$(sed -n 's/.*health at \(http[^ ]*\).*/\1/p' "$VOICE/$service.log" 2>/dev/null | tail -n 1)"
	if ! running_service "$service" >/dev/null; then
		echo "$(describe_service "$service"): not started by this script"
	elif answer="$(curl --silent --max-time 20 "$address")"; then
		echo "$(describe_service "$service"): $answer"
	else
		echo "$(describe_service "$service"): does not answer at $address"
	fi
}

# The templates in config/, with where this checkout is and who runs it.
write_units() {
	local folder="$1" template name
	mkdir -p "$folder"
	for template in "$ROOT"/config/systemd/*.service.in "$ROOT"/config/launchd/*.plist.in; do
		name="$(basename "$template" .in)"
		case "$(uname)/$name" in Darwin/*.service | Linux/*.plist) continue ;; esac
		sed -e "s|@ROOT@|$ROOT|g" -e "s|@USER@|$(id -un)|g" -e "s|@SETUP@|$SETUP|g" "$template" >"$folder/$name"
	done
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

install_service() {
	local service="$1" unit="$VOICE/units/kaizen-$1.service"
	set_up "$(environment_of "$service")" # weights and packages come now, not when the machine starts
	stop_service "$service"
	write_units "$VOICE/units"
	if [ "$(uname)" = Darwin ]; then
		install_for_launchd "$service"
	else
		as_root install -m 644 "$unit" /etc/systemd/system/
		as_root systemctl daemon-reload
		as_root systemctl enable --now "kaizen-$service"
	fi
	step "$(describe_service "$service") runs, and starts with this machine"
}

uninstall_service() {
	local service="$1" unit
	if [ "$(uname)" = Darwin ]; then
		unit="$(launchd_folder "$service")/org.kaizen.$service.plist"
		as_owner "$service" launchctl bootout "$(launchd_domain "$service")/org.kaizen.$service" || true
		as_owner "$service" rm -f "$unit"
	else
		as_root systemctl disable --now "kaizen-$service" || true
		as_root rm -f "/etc/systemd/system/kaizen-$service.service"
		as_root systemctl daemon-reload
	fi
	step "$(describe_service "$service") is gone; what it was made of is in $SETUP"
}

# macOS lets only programs of the user who is logged in hear the microphone: the satellite is an agent, the others are daemons.
launchd_folder() { if [ "$1" = satellite ]; then echo "$HOME/Library/LaunchAgents"; else echo /Library/LaunchDaemons; fi; }
launchd_domain() { if [ "$1" = satellite ]; then echo "gui/$(id -u)"; else echo system; fi; }
as_owner() {
	local service="$1"
	shift
	if [ "$service" = satellite ]; then "$@"; else as_root "$@"; fi
}

install_for_launchd() {
	local service="$1" folder domain unit
	folder="$(launchd_folder "$service")"
	domain="$(launchd_domain "$service")"
	unit="$folder/org.kaizen.$service.plist"
	as_owner "$service" mkdir -p "$folder"
	as_owner "$service" install -m 644 "$VOICE/units/org.kaizen.$service.plist" "$unit"
	as_owner "$service" launchctl bootout "$domain" "$unit" 2>/dev/null || true
	as_owner "$service" launchctl bootstrap "$domain" "$unit"
}
