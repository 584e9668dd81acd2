# shellcheck shell=bash
# System packages: finds out what is missing, installs it where that is allowed (Debian, Ubuntu; as root
# or with a password-free sudo) and otherwise says in one command what to install.

readonly LIBRARIES=(libgobject-2.0.so.0 libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz.so.0
    libfontconfig.so.1 libharfbuzz-subset.so.0)

# Everything missing, as lines "how|package|what". How bad it is when it stays missing:
# hard: the demo cannot run; soft: it runs, but worse; tool: only some tests need it;
# venv: there may be another way to build the environment; extra: not worth a word.
NEEDS=()

package_of_library() {
    case $1 in
        # Debian calls glib's package libglib2.0-0 or libglib2.0-0t64; pango brings the right one.
        libgobject-2.0.so.0 | libpango-1.0.so.0) echo libpango-1.0-0 ;;
        libpangoft2-1.0.so.0) echo libpangoft2-1.0-0 ;;
        libharfbuzz.so.0) echo libharfbuzz0b ;;
        libharfbuzz-subset.so.0) echo libharfbuzz-subset0 ;;
        libfontconfig.so.1) echo libfontconfig1 ;;
    esac
}

# A Python too small to look (python3-minimal has no ctypes) counts every library as missing.
missing_libraries() {
    ask "$1" 'import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)' "${LIBRARIES[@]}" || printf '%s\n' "${LIBRARIES[@]}"
}

look_for_libraries() {
    local library how
    while IFS= read -r library; do
        how=hard
        [[ $library != libharfbuzz-subset.so.0 ]] || how=soft
        [[ -z $library ]] || NEEDS+=("$how|$(package_of_library "$library")|$library")
    done < <(missing_libraries "$1")
    [[ -e /etc/fonts/fonts.conf || -e /usr/local/etc/fonts/fonts.conf ]] ||
        NEEDS+=("soft|fontconfig-config|fonts.conf (fontconfig)")
}

look_for_test_tools() {
    local office='' part
    command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null ||
        NEEDS+=("tool|poppler-utils|poppler (pdftotext, pdftoppm)")
    office=$(command -v soffice || command -v libreoffice || true)
    [[ -z $office ]] || office=$(dirname -- "$(readlink -f -- "$office")")
    for part in writer:libswlo.so calc:libsclo.so; do
        # An office from elsewhere (snap, vendor package) keeps its parts in its own places: trust it.
        [[ -n $office && ($office != */libreoffice/program || -e $office/${part#*:}) ]] ||
            NEEDS+=("tool|libreoffice-${part%%:*}-nogui|LibreOffice ${part%%:*}")
    done
}

look_for_venv_module() {
    has_ensurepip "$1" || NEEDS+=("venv|python$(python_series "$1")-venv|Python's venv with ensurepip")
}

look_for_certificates() {
    [[ -e /etc/ssl/certs/ca-certificates.crt || -d /etc/pki/tls/certs ]] ||
        NEEDS+=("extra|ca-certificates|certificates for https")
}

# look_for_needs base|test: fills NEEDS.
look_for_needs() {
    local python=$VENV_PYTHON
    NEEDS=()
    if ! venv_is_sound; then
        find_base_python
        python=$BASE_PYTHON
        look_for_venv_module "$python"
        look_for_certificates
    fi
    look_for_libraries "$python"
    [[ $1 != test ]] || look_for_test_tools
}

# The second or third column of NEEDS, each value once, without the ones not worth a word.
missing_column() {
    printf '%s\n' ${NEEDS[@]+"${NEEDS[@]}"} | awk -F'|' -v n="$1" '$1 != "extra" && NF && !seen[$n]++ { print $n }'
}

missing_names() {
    missing_column 3 | paste -sd ';' | sed 's/;/; /g'
}

something_hard_is_missing() {
    [[ " ${NEEDS[*]-}" == *' hard|'* ]]
}

only_soft_things_are_missing() {
    ! printf '%s\n' "${NEEDS[@]}" | grep -qvE '^(soft|extra)\|'
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [[ $(id -u) == 0 ]] || sudo -n true >/dev/null 2>&1
}

# 9 is the lock of ./run; no service started by a package may hold on to it.
apt_get() {
    logged as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" 9<&-
}

install_needs() {
    local packages=() package
    say "Running apt-get update, to learn which system packages there are …"
    apt_get update || say "  apt-get update failed; trying with the lists that are there."
    while IFS= read -r package; do
        # A package this release does not know must not keep the others from being installed.
        if apt-cache show "$package" >/dev/null 2>&1; then packages+=("$package"); fi
    done < <(printf '%s\n' "${NEEDS[@]}" | cut -d'|' -f2 | sort -u)
    ((${#packages[@]} > 0)) || return 0
    say "Running apt-get install ${packages[*]}"
    say "  because these are missing: $(missing_names)"
    # An earlier installation that was killed half-way blocks every later one until it is finished.
    logged as_root env DEBIAN_FRONTEND=noninteractive dpkg --configure -a 9<&- || true
    apt_get install -y --no-install-recommends "${packages[@]}" && return
    say "  apt-get install failed; it said:"
    show_the_log
}

say_what_to_install() {
    local sudo='sudo ' then='(going on without it for now)'
    [[ $(id -u) != 0 ]] || sudo=''
    if something_hard_is_missing; then then='and then start again'; fi
    say "Missing on this machine: $(missing_names)"
    if command -v apt-get >/dev/null; then
        say "It can be installed with this command $then:"
        say "    ${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends $(missing_column 2 | paste -sd ' ')"
    else
        say "Install it with the package manager of this system $then."
    fi
    [[ " ${NEEDS[*]-}" != *'|libharfbuzz-subset0|'* ]] ||
        say "Without libharfbuzz-subset everything works, but writing PDFs takes longer."
}

# provide_system_packages base|test: whether the caller can go on without what is left in NEEDS is its own affair.
provide_system_packages() {
    look_for_needs "$1"
    [[ -n $(missing_column 2) ]] || return 0
    # What could not be had at the first installation and is not needed is not tried again every time.
    if only_soft_things_are_missing && is_installed "$1"; then
        say_what_to_install
    elif may_install; then
        install_needs
        look_for_needs "$1"
        [[ -z $(missing_column 2) ]] || say_what_to_install
    else
        say_what_to_install
    fi
}
