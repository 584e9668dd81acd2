# shellcheck shell=bash
# ./run pictures: docs/unterlagen.md and its pictures, from a fresh run of the example county.

run_pictures() {
    make_ready base
    require_a_writable_checkout
    cd -- "$ROOT" || exit
    "$VENV_PYTHON" -P -m tools.pictures </dev/null
    say "docs/unterlagen.md and its pictures are new; please look at them."
}
