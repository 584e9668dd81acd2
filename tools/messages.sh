# shellcheck shell=bash
# What ./run says, and the log that is only shown when something goes wrong.
# Everything goes to stderr, so that the output of the command itself stays clean.

say() {
    printf '%s\n' "$*" >&2
}

# complain SENTENCE [LINE…]
complain() {
    printf './run: %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '    %s\n' "$@" >&2
}

stop() {
    complain "$@"
    exit 1
}

TEMPORARY=''
LOG=''

# Sets TEMPORARY (a directory that disappears when ./run ends) and LOG.
open_temporary_directory() {
    [[ -z $TEMPORARY ]] || return 0
    TEMPORARY=$(mktemp -d "${TMPDIR:-/tmp}/foerderbuch-run.XXXXXX") ||
        stop "Nothing can be written to ${TMPDIR:-/tmp}."
    trap remove_temporary_directory EXIT
    LOG="$TEMPORARY/log"
}

remove_temporary_directory() {
    [[ -z $TEMPORARY ]] || rm -rf -- "$TEMPORARY"
    TEMPORARY=''
    LOG=''
}

start_a_new_log() {
    open_temporary_directory
    : >"$LOG"
}

# Runs a command without stdin and with its output in the log.
logged() {
    open_temporary_directory
    "$@" </dev/null >>"$LOG" 2>&1
}

show_the_log() {
    [[ -s $LOG ]] || return 0
    tail -n "${1:-20}" -- "$LOG" | sed 's/^/    | /' >&2
    : >"$LOG"
}

owner_of() {
    stat -c %U -- "$1" 2>/dev/null || echo 'someone else'
}

require_a_writable_checkout() {
    [[ -w $ROOT ]] ||
        stop "$(id -un) may not write in '$ROOT', where .venv/ and demo/ have to go. It belongs to $(owner_of "$ROOT")." \
            "Clone the project into a directory of your own, or run this as $(owner_of "$ROOT")."
    [[ ! -d $VENV || -w $VENV ]] ||
        stop "$(id -un) may not write in '$VENV', which $(owner_of "$VENV") has created." \
            "Have $(owner_of "$VENV") remove that directory, or run this as $(owner_of "$VENV")."
}

# One ./run at a time installs; the others wait here. The lock is a read lock on an existing file,
# so nothing new appears in the checkout. A killed ./run gives it back when its last child has ended.
take_the_lock() {
    command -v flock >/dev/null || return 0
    exec 9<"$ROOT/tools/packages.sh"
    flock -n 9 && return
    say "Another ./run is installing in this checkout; waiting for it …"
    flock 9 || true
}

return_the_lock() {
    exec 9<&-
}
