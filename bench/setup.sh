# shellcheck shell=bash
# What bench/run, tests/run and .ci/run share: installing what is missing, and building a tree.
# Sourced, never run; needs bash and nothing else.

say() {
    printf 'headroom: %s\n' "$*" >&2
}

die() {
    say "$*"
    exit 1
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]
}

# as_root COMMAND...: directly, or through sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        die "'$*' must be run as root, and there is no sudo: run it, then start again"
    fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet --no-install-recommends "$@" >&2
}

# install_missing PACKAGE...: asks dpkg what is there, so that nothing touches the network when all
# is. The package lists are brought up to date only when an installation does not succeed without.
install_missing() {
    local package missing=()
    if ! command -v dpkg-query >/dev/null 2>&1; then
        say "this is no Debian: taking for granted that what $* provide is there"
        return 0
    fi
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "installing what is missing: ${missing[*]}"
    if ! apt_install "${missing[@]}"; then
        say "trying again with fresh package lists"
        as_root apt-get update --quiet >&2 || die "'apt-get update' failed"
        apt_install "${missing[@]}" || die "could not install ${missing[*]}"
    fi
}

# What building and running the program needs; CONTRIBUTING.md says why each.
# shellcheck disable=SC2034 # used by the scripts that source this one
headroom_packages=(cmake ninja-build gcc g++ libc6-dev pkg-config zlib1g-dev libjansson-dev
    gnuplot-nox libjemalloc2 libmimalloc2.0 libtcmalloc-minimal4)

# What the programs of bench/versus compare with besides; each is left out where it is missing.
# shellcheck disable=SC2034
versus_packages=(libstb-dev uthash-dev libglib2.0-dev)

# compiler_suffix: "" for gcc (or whatever CMake takes by itself), "-clang" and the like for $CC,
# so that each compiler has trees of its own.
compiler_suffix() {
    case "$(basename "${CC:-gcc}")" in
        gcc | cc) printf '' ;;
        *) printf -- '-%s' "$(basename "$CC")" ;;
    esac
}

# match_cxx: a C++ compiler of the same family as $CC, where the caller chose none.
match_cxx() {
    [ -z "${CC:-}" ] || [ -n "${CXX:-}" ] && return 0
    case "$CC" in
        *clang*) export CXX="${CC/clang/clang++}" ;;
        *gcc*) export CXX="${CC/gcc/g++}" ;;
    esac
}

# compiler_packages: what to install for $CC; nothing for gcc, which headroom_packages names.
compiler_packages() {
    case "$(basename "${CC:-gcc}")" in
        clang) printf 'clang libclang-rt-14-dev' ;;
        clang-[0-9]*) printf '%s lib%s' "$(basename "$CC")" "$(basename "$CC" |
            sed 's/clang-/clang-rt-/')-dev" ;;
    esac
}

# build_tree ROOT PRESET FOLDER: configures and builds; quiet unless something goes wrong.
build_tree() {
    local root=$1 preset=$2 folder=$3 log
    log=$folder.log
    mkdir -p "$(dirname "$folder")"
    say "building $folder"
    if ! (cd "$root" && cmake --preset "$preset" -B "$folder" && cmake --build "$folder") \
        >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        say "building $folder failed; all of it is in $log"
        return 1
    fi
    grep -h 'is left out here' "$log" | sed 's/^-- /headroom: /' >&2 || true
}
