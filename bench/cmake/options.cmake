# The compiler flags that every target of the project shares, as one interface target.

add_library(headroom-flags INTERFACE)
target_compile_options(headroom-flags INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wundef -Wvla
    # In C++ a function that is called like the struct it returns would shadow its constructor.
    $<$<COMPILE_LANGUAGE:C>:-Wshadow>
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
    $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>
    $<$<BOOL:${HEADROOM_WERROR}>:-Werror>
    # Floating point as written: no contraction to fused multiply-adds, whatever the target has.
    -ffp-contract=off)
target_compile_definitions(headroom-flags INTERFACE HR_CHECK_LEVEL=${HEADROOM_CHECK_LEVEL})

if(HEADROOM_SANITIZE)
    target_compile_options(headroom-flags INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(headroom-flags INTERFACE -fsanitize=address,undefined)
endif()
if(HEADROOM_FUZZ)
    target_compile_options(headroom-flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(HEADROOM_COVERAGE)
    target_compile_options(headroom-flags INTERFACE --coverage)
    target_link_options(headroom-flags INTERFACE --coverage)
endif()
