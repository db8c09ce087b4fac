# What `cmake --install` puts where: the libraries with their CMake package and pkg-config file, and the
# program in the layout that bench/platform/places.h describes.

include(CMakePackageConfigHelpers)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/headroom
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")

set(headroom_package ${CMAKE_INSTALL_LIBDIR}/cmake/headroom)
install(EXPORT headroom-targets NAMESPACE headroom:: DESTINATION ${headroom_package}
    FILE headroomTargets.cmake)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/headroomConfig.cmake.in
    ${PROJECT_BINARY_DIR}/headroomConfig.cmake INSTALL_DESTINATION ${headroom_package}
    NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/headroomConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/headroomConfig.cmake
    ${PROJECT_BINARY_DIR}/headroomConfigVersion.cmake
    ${CMAKE_CURRENT_LIST_DIR}/headroomContainerTest.cmake DESTINATION ${headroom_package})

# Paths in the .pc files are relative to themselves, so that an installation can be moved.
file(RELATIVE_PATH headroom_pc_prefix
    ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
foreach(package IN ITEMS headroom headroom-testing)
    configure_file(${CMAKE_CURRENT_LIST_DIR}/${package}.pc.in ${PROJECT_BINARY_DIR}/${package}.pc
        @ONLY)
    if(package STREQUAL headroom OR NOT HEADROOM_SANITIZE)
        install(FILES ${PROJECT_BINARY_DIR}/${package}.pc
            DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
    endif()
endforeach()

if(NOT HEADROOM_BENCH)
    return()
endif()

set(headroom_parts libexec/headroom)
set(headroom_data share/headroom)
if(TARGET headroom)
    install(TARGETS headroom RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
if(TARGET headroom-image)
    install(TARGETS headroom-image RUNTIME DESTINATION ${headroom_parts})
endif()
if(TARGET headroom-trace)
    install(TARGETS headroom-trace LIBRARY DESTINATION ${headroom_parts} NAMELINK_SKIP)
endif()
get_property(bench_targets DIRECTORY ${PROJECT_SOURCE_DIR}/bench PROPERTY BUILDSYSTEM_TARGETS)
foreach(target IN LISTS bench_targets)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL MODULE_LIBRARY)
        install(TARGETS ${target} LIBRARY DESTINATION ${headroom_parts}/adapters)
    endif()
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/bench/suites ${PROJECT_SOURCE_DIR}/bench/lengths
    ${PROJECT_SOURCE_DIR}/plots
    DESTINATION ${headroom_data})
install(FILES ${PROJECT_SOURCE_DIR}/bench/examples/plugin.c DESTINATION ${headroom_data}/examples)

# What places.c falls back to when nothing lies near the running program.
set_source_files_properties(${PROJECT_SOURCE_DIR}/bench/platform/places.c
    DIRECTORY ${PROJECT_SOURCE_DIR}/bench PROPERTIES COMPILE_DEFINITIONS
    "HEADROOM_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\";\
HEADROOM_LIBEXEC_DIR=\"${CMAKE_INSTALL_PREFIX}/${headroom_parts}\";\
HEADROOM_DATA_DIR=\"${CMAKE_INSTALL_PREFIX}/${headroom_data}\"")
