# Platform: what of the program knows Linux, beside runner/process.c and the tracer.
string(TOUPPER "${CMAKE_BUILD_TYPE}" headroom_type)
string(STRIP "${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${headroom_type}}" headroom_flags)
set(headroom_commit unknown)
find_package(Git QUIET)
if(GIT_FOUND)
    execute_process(COMMAND ${GIT_EXECUTABLE} describe --always --dirty --tags
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE
        ERROR_QUIET RESULT_VARIABLE result)
    if(result EQUAL 0)
        set(headroom_commit "${described}")
    endif()
endif()
headroom_stage(bench-platform platform/places.c platform/clock.c platform/procfs.c
    platform/library.c platform/malloc.c platform/malloc_spec.c platform/malloc_tunables.c platform/environment.c platform/shown.c
    LINK ZLIB::ZLIB headroom-structures ${CMAKE_DL_LIBS})
set_source_files_properties(platform/environment.c PROPERTIES COMPILE_DEFINITIONS
    "HEADROOM_BUILD_FLAGS=\"${headroom_flags}\";HEADROOM_BUILD_TYPE=\"${CMAKE_BUILD_TYPE}\";\
HEADROOM_BUILD_VERSION=\"${PROJECT_VERSION}\";HEADROOM_BUILD_COMMIT=\"${headroom_commit}\"")
