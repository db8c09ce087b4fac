# headroom_add_container_test(TARGET [NAME name] [ARGUMENTS argument...]): makes the executable
# TARGET a test of what containers do with memory, by headroom/testing.h.
#
#     find_package(headroom REQUIRED)
#     enable_testing()
#     add_executable(test_vector test_vector.c vector.c)
#     headroom_add_container_test(test_vector)
#
# Links headroom::testing before all that the target is linked to so far, and whether or not the
# linker thinks that it is needed (gcc of some systems has --as-needed by default): its malloc must
# be the first that the dynamic linker finds. Compiles the target with -fno-builtin (and gcc's
# -fno-allocation-dce), so that the compiler removes no allocation. Then registers the ctest test NAME, by itself TARGET, with
#
#     LD_PRELOAD and HEADROOM_TRACE_* unset    nobody else stands before malloc or counts
#     G_SLICE=always-malloc                    GLib before 2.76 asks malloc, no cache of its own
#     GLIBCXX_FORCE_NEW=1                      so do the pools of the C++ library
#     MALLOC_PERTURB_=165                      glibc fills blocks as they come and go
#     exit status 77                           skipped, as hr_test_exit_status says `unsupported`
function(headroom_add_container_test TARGET)
    cmake_parse_arguments(PARSE_ARGV 1 TEST "" "NAME" "ARGUMENTS")
    if(NOT TARGET ${TARGET})
        message(FATAL_ERROR "headroom_add_container_test: there is no target '${TARGET}': add the "
            "executable first")
    endif()
    if(TEST_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "headroom_add_container_test: '${TEST_UNPARSED_ARGUMENTS}' is neither "
            "NAME nor ARGUMENTS")
    endif()
    if(NOT TEST_NAME)
        set(TEST_NAME ${TARGET})
    endif()
    get_target_property(others ${TARGET} LINK_LIBRARIES)
    if(NOT others)
        set(others)
    endif()
    set_property(TARGET ${TARGET} PROPERTY LINK_LIBRARIES "-Wl,--push-state,--no-as-needed"
        headroom::testing "-Wl,--pop-state" ${others})
    target_compile_options(${TARGET} PRIVATE -fno-builtin
        $<$<COMPILE_LANG_AND_ID:C,GNU>:-fno-allocation-dce>
        $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-allocation-dce>)
    add_test(NAME ${TEST_NAME} COMMAND ${TARGET} ${TEST_ARGUMENTS})
    set_tests_properties(${TEST_NAME} PROPERTIES SKIP_RETURN_CODE 77
        ENVIRONMENT "G_SLICE=always-malloc;GLIBCXX_FORCE_NEW=1;MALLOC_PERTURB_=165"
        ENVIRONMENT_MODIFICATION "LD_PRELOAD=unset:;HEADROOM_TRACE_FILE=unset:;\
HEADROOM_TRACE_FD=unset:;HEADROOM_TRACE_TABLE=unset:")
endfunction()
