# The measured image: one process, one trial. Small, because its own pages stand under every figure.
if(NOT HEADROOM_SANITIZE)
    add_executable(headroom-image runner/image.c runner/lanes.c)
    target_compile_definitions(headroom-image PRIVATE _GNU_SOURCE)
    target_link_libraries(headroom-image PRIVATE headroom-flags bench-meter-groups bench-plan bench-results
        bench-workloads bench-platform headroom-structures)
endif()
