# shellcheck shell=bash
# The Python packages in .venv, pinned by constraints.txt. Stamps remember what was installed from which files,
# so that a second run asks nobody and works without a network.

# What the hatchling build of an editable install needs; installed first, so that it is pinned as well.
readonly BUILD_PACKAGES=(hatchling editables)

# stamp_of base|test: changes whenever an installation would give something else.
stamp_of() {
    {
        cat -- "$ROOT/pyproject.toml" "$ROOT/constraints.txt"
        ask "$VENV_PYTHON" 'import sys; print(sys.version)'
        printf '%s\n' "$ROOT" "$1"
    } | sha256sum | cut -d' ' -f1
}

is_installed() {
    venv_is_sound && [[ -e $VENV/stamp-$1 && $(<"$VENV/stamp-$1") == "$(stamp_of "$1")" ]]
}

pip_install() {
    logged "$VENV_PYTHON" -m pip install --quiet --disable-pip-version-check --no-input \
        --constraint "$ROOT/constraints.txt" "$@"
}

install_project() {
    local target=.
    [[ $1 == base ]] || target=".[$1]"
    cd -- "$ROOT" || return
    pip_install "${BUILD_PACKAGES[@]}" && pip_install --no-build-isolation --editable "$target" && point_to_checkout
}

# The editable install names the checkout in a .pth file. Up to Python 3.12 that file is read in the encoding of the
# locale, even in UTF-8 mode: with LC_ALL=C and an umlaut in the path no Python of .venv would start. A relative
# path (from site-packages) has no umlauts.
point_to_checkout() {
    local pth
    for pth in "$VENV"/lib/python*/site-packages/*foerderbuch*.pth; do
        [[ ! -e $pth ]] || echo ../../../.. >"$pth"
    done
}

# install_packages base|test: fails, after showing why, when pip fails. While pip works the environment is not
# sound; when pip gives up by itself it has put everything back, and the environment is as good as before.
install_packages() {
    local wanted=$1 status=0
    require_a_writable_checkout
    say "Installing the Python packages ($wanted, pinned in constraints.txt) into .venv …"
    distrust_venv
    start_a_new_log
    install_project "$wanted" || status=$?
    if ((status == 0)); then
        mark_venv_sound || stop "Everything was installed, but the Python in .venv does not start."
        stamp_of base >"$VENV/stamp-base"
        [[ $wanted == base ]] || stamp_of "$wanted" >"$VENV/stamp-$wanted"
        return
    fi
    ((status > 128)) || mark_venv_sound || true
    say "pip could not install the packages; it said:"
    show_the_log 12
    say "Is there a network? Behind a proxy set HTTPS_PROXY. When the house checks https with a certificate of its own,"
    say "name the file it is in, PIP_CERT=/etc/ssl/certs/ca-certificates.crt. Without a network name a directory of"
    say "wheels, PIP_FIND_LINKS=/path PIP_NO_INDEX=1."
    return 1
}

# make_ready base|test [quietly]: system packages, environment, Python packages. For the tests, what cannot be had
# is left to them (they skip, and say so); "quietly" looks for system packages only while something is to be installed.
make_ready() {
    local wanted=$1 quietly=${2:-}
    take_the_lock
    is_installed "$wanted" || require_a_writable_checkout
    if [[ -z $quietly ]] || ! is_installed "$wanted"; then
        provide_system_packages "$wanted"
        if [[ $wanted != test ]] && something_hard_is_missing; then
            stop "Without the libraries named above no document can be written."
        fi
    fi
    venv_is_sound || build_venv
    if ! is_installed "$wanted"; then
        install_packages "$wanted" || [[ $wanted == test ]] || exit 1
    fi
    [[ $wanted != test ]] || install_node_packages
    return_the_lock
}

# ./run pins: always with Python 3.11, the oldest supported one, because it needs the most packages.
write_pins() {
    local scratch pins
    open_temporary_directory
    export PYTHON=${PYTHON:-python3.11}
    find_base_python
    [[ -w $ROOT/constraints.txt ]] || stop "constraints.txt is not writable."
    [[ $(python_series "$BASE_PYTHON") == 3.11 ]] || stop "The pins are made with Python 3.11; $PYTHON is another version."
    scratch="$TEMPORARY/venv"
    say "Resolving the newest allowed packages in a fresh environment …"
    pins=$(cd -- "$ROOT" && freeze_a_fresh_environment "$scratch") || {
        show_the_log
        stop "The pins could not be made; constraints.txt is unchanged."
    }
    {
        echo "# Every package of the application and of its tests, in the version everything was tested with."
        echo "# Written by ./run pins with Python 3.11; not edited by hand."
        printf '%s\n' "$pins"
    } >"$ROOT/constraints.txt"
    say "constraints.txt now holds $(grep -c == "$ROOT/constraints.txt") pins; ./run test shows whether they fit together."
}

freeze_a_fresh_environment() {
    local python="$1/bin/python"
    local pip=("$python" -m pip --disable-pip-version-check)
    logged "$BASE_PYTHON" -m venv "$1" || return
    logged "${pip[@]}" install --quiet --no-input "${BUILD_PACKAGES[@]}" || return
    logged "${pip[@]}" install --quiet --no-input --no-build-isolation --editable '.[test]' || return
    "${pip[@]}" freeze --exclude-editable 2>/dev/null | grep -E '^[A-Za-z0-9._-]+==[^ ]+$'
}
