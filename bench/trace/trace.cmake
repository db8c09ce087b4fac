# The tracer: a library to preload, which depends on nothing above it and is never sanitized, for a
# sanitizer has hooks of its own in the same places.
# testing/testing.cmake compiles the same files with the same options.
set(headroom_trace_files
    trace/hooks.c trace/maps.c trace/operators.c trace/region.c trace/resize.c
    trace/resolve.c trace/start.c trace/state.c trace/sum.c trace/table.c)
# -O2 in every build: the tracer's own cost is stated for it. No stack protector, for the first
# call may come before the C library has set one up.
set(headroom_trace_options
    -O2 -fno-builtin -ftls-model=initial-exec -fno-stack-protector -U_FORTIFY_SOURCE)
if(NOT HEADROOM_SANITIZE AND HEADROOM_BENCH)
    add_library(headroom-trace-objects OBJECT ${headroom_trace_files})
    target_include_directories(headroom-trace-objects PRIVATE
        ${PROJECT_SOURCE_DIR}/include ${CMAKE_CURRENT_SOURCE_DIR}/trace)
    target_compile_definitions(headroom-trace-objects PRIVATE _GNU_SOURCE)
    target_compile_options(headroom-trace-objects PRIVATE ${headroom_trace_options})
    set_target_properties(headroom-trace-objects PROPERTIES
        C_VISIBILITY_PRESET hidden POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(headroom-trace-objects PRIVATE headroom-flags)
    add_library(headroom-trace SHARED $<TARGET_OBJECTS:headroom-trace-objects>)
    target_link_libraries(headroom-trace PRIVATE ${CMAKE_DL_LIBS})
    target_link_options(headroom-trace PRIVATE -Wl,-z,now -Wl,-z,nodelete)
endif()
