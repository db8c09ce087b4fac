# The measured image: one process, one trial. Small, because its own pages stand under every figure.
headroom_stage(bench-lanes runner/lanes.c
    LINK bench-meter-groups bench-plan bench-workloads bench-platform headroom-structures)
if(NOT HEADROOM_SANITIZE)
    add_executable(headroom-image runner/image.c)
    target_compile_definitions(headroom-image PRIVATE _GNU_SOURCE)
    target_link_libraries(headroom-image PRIVATE headroom-flags bench-lanes bench-results)
endif()
