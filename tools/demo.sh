# shellcheck shell=bash
# ./run demo: a fresh workspace demo/ from the examples, and the year 2025 run in it.
# From here on offices read along, so it speaks German.

readonly DEMO="$ROOT/demo"
# Stands while demo/ is being removed or created: a demo/ without foerderbuch.toml is then ours all the same.
readonly DEMO_UNFINISHED="$VENV/demo-unfinished"

one_demo_at_a_time() {
    command -v flock >/dev/null || return 0
    exec 8<"$ROOT/tools/demo.sh"
    flock -n 8 && return
    say "Eine andere Vorführung läuft gerade in diesem Verzeichnis; sie wird abgewartet …"
    flock 8 || true
}

require_that_demo_is_ours() {
    if [[ -L $DEMO || (-e $DEMO && ! -d $DEMO) ]]; then
        stop "demo ist kein Verzeichnis, sondern eine Datei oder ein Verweis und bleibt unberührt. Bitte umbenennen."
    fi
    [[ ! -e $DEMO/foerderbuch.toml && ! -e $DEMO_UNFINISHED ]] || return 0
    [[ -z $(ls -A -- "$DEMO") ]] ||
        stop "Das Verzeichnis demo/ enthält keine foerderbuch.toml, ist also keine Vorführung, und bleibt unberührt." \
            "Bitte umbenennen oder verschieben und ./run demo erneut starten."
}

clear_the_stage() {
    [[ -e $DEMO || -L $DEMO ]] || return 0
    require_that_demo_is_ours
    say "Das Verzeichnis demo/ aus einem früheren Lauf wird gelöscht und neu angelegt."
    : >"$DEMO_UNFINISHED"
    rm -rf -- "$DEMO" 2>/dev/null ||
        stop "demo/ lässt sich nicht vollständig löschen: Es enthält Dateien, die $(id -un) nicht löschen darf."
}

run_demo() {
    make_ready base
    require_a_writable_checkout
    one_demo_at_a_time
    cd -- "$ROOT" || exit
    clear_the_stage
    : >"$DEMO_UNFINISHED"
    "$VENV_PYTHON" -P -m grants.desk.main neu demo --beispiel </dev/null
    rm -f -- "$DEMO_UNFINISHED"
    "$VENV_PYTHON" -P -m grants.desk.main lauf 2025 -C demo </dev/null
}
