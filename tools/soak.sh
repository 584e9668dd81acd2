# shellcheck shell=bash
# ./run soak: what takes too long for ./run test. Its result stands in docs/soak.md, which is committed; .soak/ keeps what is
# finished, so that a run that was cut short is gone on with.

run_soak() {
    make_ready test
    require_a_writable_checkout
    cd -- "$ROOT" || exit
    remove_temporary_directory
    exec "$VENV_PYTHON" -m tests.soak </dev/null
}
