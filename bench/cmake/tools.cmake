# Targets for people: `format` rewrites the sources in the project's layout, `lint` checks what
# tests/lint checks; in the coverage tree, after ctest, `coverage` writes coverage/index.html and
# `coverage-structures` fails when the tests leave too much of structures/ out.

file(GLOB_RECURSE headroom_sources CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/include/*.h
    ${PROJECT_SOURCE_DIR}/structures/*.[ch] ${PROJECT_SOURCE_DIR}/structures/*.cc
    ${PROJECT_SOURCE_DIR}/bench/*.[ch] ${PROJECT_SOURCE_DIR}/bench/*.cc
    ${PROJECT_SOURCE_DIR}/tests/*.[ch] ${PROJECT_SOURCE_DIR}/tests/*.cc)

if(PROJECT_IS_TOP_LEVEL)
    find_program(CLANG_FORMAT NAMES clang-format-14 clang-format)
    if(CLANG_FORMAT)
        add_custom_target(format COMMAND ${CLANG_FORMAT} -i ${headroom_sources} VERBATIM)
    endif()
    find_package(Python3 COMPONENTS Interpreter)
    if(Python3_FOUND)
        add_custom_target(lint VERBATIM
            COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tests/lint/lint.py
                all ${PROJECT_SOURCE_DIR})
    endif()
endif()

if(HEADROOM_COVERAGE)
    find_program(GCOVR gcovr)
    if(GCOVR)
        add_custom_target(coverage VERBATIM
            COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/coverage
            COMMAND ${GCOVR} --root ${PROJECT_SOURCE_DIR} --object-directory ${PROJECT_BINARY_DIR}
                --filter ${PROJECT_SOURCE_DIR}/structures/ --filter ${PROJECT_SOURCE_DIR}/bench/
                --filter ${PROJECT_SOURCE_DIR}/include/ --print-summary
                --exclude-branches-by-pattern ".*HR_ASSERT.*"
                --txt ${PROJECT_BINARY_DIR}/coverage/summary.txt
                --html-details ${PROJECT_BINARY_DIR}/coverage/index.html
            WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
        set(HEADROOM_COVERAGE_LEAST 98 CACHE STRING "Per cent of lines and of branches of structures/")
        set(structures_coverage ${GCOVR} --root ${PROJECT_SOURCE_DIR}
            --object-directory ${PROJECT_BINARY_DIR} --filter ${PROJECT_SOURCE_DIR}/structures/)
        add_custom_target(coverage-structures VERBATIM
            COMMAND ${structures_coverage}
            COMMAND ${structures_coverage} --branches --print-summary
                --fail-under-line ${HEADROOM_COVERAGE_LEAST}
                --fail-under-branch ${HEADROOM_COVERAGE_LEAST}
            WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    endif()
endif()
