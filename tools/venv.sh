# shellcheck shell=bash
# The virtual environment in .venv: finds an interpreter for it, notices when it cannot be trusted, builds it.

BASE_PYTHON=''

# ask PYTHON CODE ARGS…: isolated from the caller's settings. -I shuts off PYTHONUTF8 as well; hence -X utf8.
ask() {
    local python=$1 code=$2
    shift 2
    "$python" -I -X utf8 -c "$code" "$@" 2>/dev/null </dev/null
}

is_new_enough() {
    ask "$1" 'import sys; sys.exit(sys.version_info < (3, 11))'
}

# Sets BASE_PYTHON to a Python 3.11 or newer. Inside an activated environment that is the Python below it.
find_base_python() {
    [[ -z $BASE_PYTHON ]] || return 0
    local candidate candidates=(python3 python3.14 python3.13 python3.12 python3.11)
    [[ -z ${PYTHON:-} ]] || candidates=("$PYTHON")
    for candidate in "${candidates[@]}"; do
        if is_new_enough "$candidate"; then
            BASE_PYTHON=$(ask "$candidate" 'import sys; print(getattr(sys, "_base_executable", "") or sys.executable)')
            return
        fi
    done
    if [[ -n ${PYTHON:-} ]]; then
        stop "PYTHON=$PYTHON is not a Python 3.11 or newer that can be started."
    fi
    stop "No Python 3.11 or newer found (tried ${candidates[*]}; python3 is: $(python3 -V 2>&1 || echo missing))." \
        "On Debian 12, Ubuntu 24.04 and newer:  sudo apt-get install -y python3 python3-venv" \
        "Elsewhere install a newer Python and name it:  PYTHON=/path/to/python3 ./run …"
}

python_series() {
    ask "$1" 'import sys; print("%d.%d" % sys.version_info[:2])'
}

# The file .venv/sound is written last and removed first. It says where and with which Python the environment
# was built, so a killed run, a moved checkout and a replaced interpreter all show.
mark_venv_sound() {
    local series
    series=$(python_series "$VENV_PYTHON") || return
    # shellcheck disable=SC2153 # ROOT comes from ./run
    printf '%s\n%s\n' "$ROOT" "$series" >"$VENV/sound"
}

distrust_venv() {
    rm -f -- "$VENV/sound" "$VENV/stamp-base" "$VENV/stamp-test"
}

# Says nothing when the environment can be used, else why it has to be built anew.
what_is_wrong_with_venv() {
    local root='' series='' mark="$VENV/sound"
    if [[ ! -e $mark ]]; then
        echo "it was not finished"
        return
    fi
    { IFS= read -r root && IFS= read -r series; } <"$mark" || true
    if [[ $root != "$ROOT" ]]; then
        echo "the checkout was moved or copied"
    elif [[ -z $series || $(python_series "$VENV_PYTHON") != "$series" ]]; then
        echo "its Python does not start any more or has changed"
    elif [[ -n ${PYTHON:-} && $(python_series "$PYTHON") != "$series" ]]; then
        echo "PYTHON=$PYTHON asks for another version than $series"
    fi
}

venv_is_sound() {
    [[ -z $(what_is_wrong_with_venv) ]]
}

remove_old_venv() {
    [[ -e $VENV || -L $VENV ]] || return 0
    say "Building .venv anew: $(what_is_wrong_with_venv)."
    if [[ -L $VENV || ! -d $VENV ]]; then
        rm -f -- "$VENV"
        return
    fi
    distrust_venv
    rm -rf -- "$VENV" 2>/dev/null || stop "'$VENV' cannot be removed completely; somebody else's files are in it."
}

has_ensurepip() {
    ask "$1" 'import ensurepip, venv'
}

# The first command that can run pip for another interpreter (pip 22.3 or newer).
build_venv_with_a_foreign_pip() {
    local python
    logged "$BASE_PYTHON" -m venv --without-pip "$VENV" || return 1
    for python in "$BASE_PYTHON" python3; do
        if logged "$python" -m pip --python "$VENV_PYTHON" install --quiet --disable-pip-version-check pip; then return; fi
    done
    return 1
}

build_venv() {
    require_a_writable_checkout
    find_base_python
    remove_old_venv
    say "Creating the virtual environment .venv with $("$BASE_PYTHON" -V) …"
    start_a_new_log
    if has_ensurepip "$BASE_PYTHON"; then
        logged "$BASE_PYTHON" -m venv "$VENV" && mark_venv_sound && return
    else
        build_venv_with_a_foreign_pip && mark_venv_sound && return
    fi
    show_the_log
    if has_ensurepip "$BASE_PYTHON"; then
        stop "The virtual environment could not be created; the reason stands above."
    fi
    local series
    series=$(python_series "$BASE_PYTHON")
    stop "$BASE_PYTHON can create no virtual environment: its module ensurepip is missing, and no usable pip was found." \
        "On Debian or Ubuntu:  sudo apt-get install -y python$series-venv"
}
