#!/usr/bin/env bash
# bench_run.sh SOURCE: SOURCE/bench/run with nothing to install or build and a program that only
# writes down how it is called: the folder it measures into is the one it reports and plots.
set -euo pipefail

source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

mkdir -p "$work/bench" "$work/build/release/bin"
cp "$source/bench/run" "$work/bench/run"
cat >"$work/bench/setup.sh" <<'EOF'
headroom_packages=()
say() { :; }
die() { exit 9; }
match_cxx() { :; }
install_missing() { :; }
compiler_packages() { :; }
compiler_suffix() { :; }
build_tree() { :; }
EOF
# The real program takes the last --output; so does this one, in all the spellings of getopt_long.
cat >"$work/build/release/bin/headroom" <<EOF
#!/usr/bin/env bash
printf '%s\n' "\$*" >>"$work/calls"
[ "\$1" = run ] || exit 0
shift
while [ \$# -gt 0 ]; do
    case "\$1" in
        -o | --output) folder=\$2 && shift ;;
        -o*) folder=\${1#-o} ;;
        --output=*) folder=\${1#--output=} ;;
        -n | --dry-run) exit 0 ;;
    esac
    shift
done
mkdir -p "\$folder"
touch "\$folder/results.tsv"
EOF
chmod +x "$work/build/release/bin/headroom"

# expect CALL [argument...]: bench/run with the arguments must call the program like that.
expect() {
    local wanted=$1
    shift
    rm -f "$work/calls"
    if ! "$work/bench/run" "$@" >"$work/out" 2>&1 || ! grep -qx -e "$wanted" "$work/calls"; then
        printf "bench/run %s: no call '%s' among:\n" "$*" "$wanted" >&2
        cat "$work/calls" "$work/out" >&2
        failures=$((failures + 1))
    fi
}

for spelling in "--output $work/mine" "--output=$work/mine" "-o $work/mine" "-o$work/mine"; do
    # shellcheck disable=SC2086 # the words of a spelling
    expect "report $work/mine" quick $spelling
    # shellcheck disable=SC2086
    expect "run quick $spelling" quick $spelling
done
expect "report $work/results/.*" quick
expect "run -n quick" -n quick
expect "run --dry-run quick" --dry-run quick

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
