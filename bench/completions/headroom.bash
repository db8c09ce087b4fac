# Completion for bash: verbs, options, suites, keys and their values. It asks the program itself, so
# that plug-in builds and new names are known; nothing is listed here.
#
#     . headroom.bash                                          bash
#     autoload -U bashcompinit && bashcompinit && . headroom.bash     zsh

# The first column of `headroom list KIND`.
_headroom_names() {
    headroom list "$1" 2>/dev/null | sed -n 's/^\([^ ]\{1,\}\) .*/\1/p'
}

_headroom_verbs() {
    headroom --help 2>/dev/null | sed -n '/^commands:/,/^$/s/^  \([a-z-]\{1,\}\) .*/\1/p'
}

_headroom_options() {
    headroom "$1" --help 2>/dev/null | sed -n 's/^ *\(-[A-Za-z], \)\{0,1\}\(--[a-z-]\{1,\}\).*/\2/p'
}

_headroom_keys() {
    printf '%s\n' structure growth allocator malloc workload lanes repetitions
    headroom list parameters 2>/dev/null | sed -n 's/^.\{1,\}  \([a-z_]\{1,\}\) *  default .*/\1/p'
}

# The values that a key may have; none for numbers.
_headroom_values() {
    case $1 in
        structure | allocator | malloc | workload) _headroom_names "$1s" ;;
        growth | lengths) _headroom_names "$1" ;;
        lanes | lane) _headroom_names lanes ;;
        *) headroom list parameters 2>/dev/null |
            sed -n "s/^.\{1,\}  $1 *  default .*, of \([^:]*\) [^ ]\{1,\}: .*/\1/p" | tr ' ' '\n' ;;
    esac
}

# Bash breaks words at '=' and replaces what is behind it, zsh replaces all of the word; a list keeps
# what is before its last comma.
_headroom_value() {
    local word=$1 key values before=
    key=${word%%=*}
    values=${word#*=}
    case $values in
        *,*) before=${values%,*}, ;;
    esac
    if [[ -n ${ZSH_VERSION:-} ]]; then
        before=$key=$before
    fi
    # shellcheck disable=SC2207
    COMPREPLY=($(compgen -P "$before" -W "$(_headroom_values "$key")" -- "${values##*,}"))
}

_headroom() {
    local line=${COMP_LINE:0:COMP_POINT} word verb=${COMP_WORDS[1]} candidates
    word=${line##*[[:space:]]}
    case $COMP_CWORD,$verb,$word in
        1,*) candidates=$(_headroom_verbs) ;;
        *,-*) candidates=$(_headroom_options "$verb") ;;
        *,run,*=* | *,worker,*=*) _headroom_value "$word" && return ;;
        *,run,*) candidates="$(_headroom_names suites) $(_headroom_keys)" ;;
        *,growth,*) candidates=$(_headroom_names growth) ;;
        *,list,*) candidates=$(headroom list 2>/dev/null | sed 's/ .*//') ;;
    esac
    # shellcheck disable=SC2207
    COMPREPLY=($(compgen -W "$candidates" -- "$word"))
    if [[ ${#COMPREPLY[@]} -eq 1 && " $(_headroom_keys | tr '\n' ' ') " == *" ${COMPREPLY[0]} "* ]]; then
        COMPREPLY=("${COMPREPLY[0]}=")
        compopt -o nospace 2>/dev/null
    fi
}

complete -o default -F _headroom headroom
