# shellcheck shell=bash
# ./run test: every check runs even when an earlier one fails; at the end stands what failed and what was skipped.

STEPS=()
FAILED=()
NOT_RUN=()

on_the_build_server() {
    [[ ${CI:-} == true ]]
}

module_is_there() {
    ask "$VENV_PYTHON" 'import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)' "$1"
}

passed() {
    STEPS+=("ok      $1 (${2}s)")
}

failed() {
    STEPS+=("FAILED  $1${2:+ ($2)}")
    FAILED+=("$1")
}

# Not being able to run a check is a failure only on the build server.
not_run() {
    if on_the_build_server; then
        failed "$1" "not run: $2"
    else
        STEPS+=("NOT RUN $1 ($2)")
        NOT_RUN+=("$1")
    fi
}

# step NAME MODULE ARGS…: runs python ARGS… when the module is installed.
step() {
    local name=$1 module=$2 began=$SECONDS
    shift 2
    say ""
    say "== $name"
    if ! module_is_there "$module"; then
        say "not run: the package that brings $module is not installed"
        not_run "$name" "$module is not installed"
    elif "$VENV_PYTHON" "$@" </dev/null; then
        passed "$name" "$((SECONDS - began))"
    else
        failed "$name"
    fi
}

# What is only nice to have (soft) or was needed only for the installation is not counted here.
check_system_tools() {
    local need
    for need in ${NEEDS[@]+"${NEEDS[@]}"}; do
        case $need in
            hard\|* | tool\|*) not_run "${need##*|}" "missing on this machine" ;;
        esac
    done
}

step_pytest() {
    local output=$1 began=$SECONDS
    say ""
    say "== pytest"
    if ! module_is_there pytest; then
        failed pytest "not installed, so nothing was tested"
    elif "$VENV_PYTHON" -m pytest -n 2 -rfEs </dev/null 2>&1 | tee -- "$output"; then
        passed pytest "$((SECONDS - began))"
    else
        failed pytest
    fi
}

# pytest's -rfEs lines look like: SKIPPED [3] tests/x.py:12: the reason
summarize_skips() {
    local output=$1 count
    count=$(sed -nE 's/^SKIPPED \[([0-9]+)\] .*/\1/p' "$output" | awk '{ n += $1 } END { print n + 0 }')
    say "skipped tests: $count"
    sed -nE 's/^SKIPPED \[([0-9]+)\] ([^ ]*: )?(.*)$/  \1 × \3   (\2)/p' "$output" | sed 's/: )$/)/; s/   ()$//' >&2
}

summarize() {
    local output=$1
    say ""
    say "== Summary"
    printf '  %s\n' "${STEPS[@]}" >&2
    summarize_skips "$output"
    { grep -E '^(=+ )?([0-9]+ [a-z]+(, )?|no tests ran)+ in [0-9.]+s' "$output" || true; } | tail -n 1 | sed 's/^=* */pytest: /; s/ *=*$//' >&2
    ((${#NOT_RUN[@]} == 0)) || say "${#NOT_RUN[@]} checks or tools were not available; with CI=true that is a failure."
    if ((${#FAILED[@]} > 0)); then
        say "FAILED: $(printf '%s\n' "${FAILED[@]}" | paste -sd ';' | sed 's/;/; /g')"
        return 1
    fi
    say "All checks that could run have passed."
}

run_everything() {
    local output
    open_temporary_directory
    output="$TEMPORARY/pytest"
    : >"$output"
    check_system_tools
    step "ruff check" ruff -m ruff check
    step "ruff format --check" ruff -m ruff format --check
    step "mypy" mypy -m mypy
    step "lint-imports" importlinter -P -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
    step_pytest "$output"
    summarize "$output"
}

run_tests() {
    if on_the_build_server; then export FOERDERBUCH_SKIPS_FAIL=1; fi
    make_ready test
    cd -- "$ROOT" || exit
    if (($# > 0)); then
        remove_temporary_directory
        exec "$VENV_PYTHON" -m pytest "$@"
    fi
    # One stream, so that the order stays right when it is written to a file.
    run_everything 2>&1
}
