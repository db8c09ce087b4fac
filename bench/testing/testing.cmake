# The library headroom::testing, for other people's tests: the checks, on the tracer's files compiled
# a second time so that they let themselves be observed (trace/observe.h). It stands before libc in
# the link of a program. Beside trace/ and not in structures/, for it is made of the tracer and
# works on any container; nothing else here may include it.
#
# In a sanitized tree there is no tracer: the checks that count nothing are tested there, in a
# static library, and the others say `unsupported`.
set(testing_files
    testing/expect.c testing/growth.c testing/reduce.c testing/report.c testing/sequence.c
    testing/steps.c testing/survive.c)
if(HEADROOM_SANITIZE)
    add_library(headroom-testing STATIC ${testing_files} testing/unwatched.c)
else()
    set(testing_trace_files ${headroom_trace_files})
    list(TRANSFORM testing_trace_files PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
    add_library(headroom-testing SHARED ${testing_files} ${testing_trace_files}
        testing/blocks.c testing/meter.c testing/refuse.c testing/unsupported.c)
    target_compile_definitions(headroom-testing PRIVATE TRACE_OBSERVED)
    target_compile_options(headroom-testing PRIVATE ${headroom_trace_options})
    target_link_libraries(headroom-testing PRIVATE ${CMAKE_DL_LIBS})
    target_link_options(headroom-testing PRIVATE -Wl,-z,now -Wl,-z,nodelete)
    set_target_properties(headroom-testing PROPERTIES
        C_VISIBILITY_PRESET hidden SOVERSION ${PROJECT_VERSION_MAJOR} VERSION ${PROJECT_VERSION})
endif()
add_library(headroom::testing ALIAS headroom-testing)
include(${PROJECT_SOURCE_DIR}/bench/cmake/headroomContainerTest.cmake)
set_target_properties(headroom-testing PROPERTIES EXPORT_NAME testing)
target_include_directories(headroom-testing
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/trace)
target_compile_definitions(headroom-testing PRIVATE _GNU_SOURCE)
target_link_libraries(headroom-testing PRIVATE $<BUILD_INTERFACE:headroom-flags>)

# A library of the sanitizers' tree is for its own tests.
if(NOT HEADROOM_SANITIZE)
    install(TARGETS headroom-testing EXPORT headroom-targets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()
