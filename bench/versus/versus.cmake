# Small programs that measure the structures against what anybody would otherwise use, pair by pair.

foreach(program vector.cc push.cc tuple.c julia.c)
    get_filename_component(name ${program} NAME_WE)
    add_executable(versus-${name} versus/${program} report/statistics.c)
    target_include_directories(versus-${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_compile_definitions(versus-${name} PRIVATE _GNU_SOURCE)
    target_link_libraries(versus-${name} PRIVATE headroom-flags headroom-structures m)
endforeach()
# C++ warns of functions with the name of a struct, which our C headers have.
target_compile_options(versus-vector PRIVATE -Wno-shadow)
# A push is so few instructions that where its loop lies in a cache line changes its time by half:
# every side's loops begin a line.
target_compile_options(versus-push PRIVATE -Wno-shadow -falign-functions=64 -falign-loops=64)

# versus-push compares with whichever of these is there; none is linked into anything else.
find_path(STB_INCLUDE_DIR stb/stb_ds.h)
find_path(UTHASH_INCLUDE_DIR utarray.h)
pkg_check_modules(GLIB QUIET IMPORTED_TARGET glib-2.0)
if(STB_INCLUDE_DIR)
    target_sources(versus-push PRIVATE versus/push_stb_ds.c)
    target_include_directories(versus-push SYSTEM PRIVATE ${STB_INCLUDE_DIR})
    target_compile_definitions(versus-push PRIVATE HAVE_STB_DS)
else()
    message(STATUS "stb_ds (libstb-dev) in versus-push is left out here")
endif()
if(UTHASH_INCLUDE_DIR)
    target_include_directories(versus-push SYSTEM PRIVATE ${UTHASH_INCLUDE_DIR})
    target_compile_definitions(versus-push PRIVATE HAVE_UTARRAY)
else()
    message(STATUS "utarray (uthash-dev) in versus-push is left out here")
endif()
if(GLIB_FOUND)
    target_link_libraries(versus-push PRIVATE PkgConfig::GLIB)
    target_compile_definitions(versus-push PRIVATE HAVE_GARRAY)
else()
    message(STATUS "GArray (libglib2.0-dev) in versus-push is left out here")
endif()

# Against the distribution's CPython, embedded: only where its development files are.
find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND)
    pkg_check_modules(PYTHON_EMBED QUIET IMPORTED_TARGET python3-embed)
endif()
if(TARGET PkgConfig::PYTHON_EMBED)
    add_executable(versus-pytuple versus/pytuple.c report/statistics.c)
    target_include_directories(versus-pytuple PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_compile_definitions(versus-pytuple PRIVATE _GNU_SOURCE)
    target_link_libraries(versus-pytuple PRIVATE
        headroom-flags headroom-structures PkgConfig::PYTHON_EMBED m)
else()
    message(STATUS "versus-pytuple is left out here: there is no python3-embed (python3-dev)")
endif()

# The tracer is preloaded by its place beside the program, not linked.
if(TARGET headroom-trace)
    find_package(Threads REQUIRED)
    add_executable(versus-tracer versus/tracer.c report/statistics.c)
    target_include_directories(versus-tracer PRIVATE
        ${PROJECT_SOURCE_DIR}/include ${CMAKE_CURRENT_SOURCE_DIR})
    target_compile_definitions(versus-tracer PRIVATE _GNU_SOURCE)
    target_compile_options(versus-tracer PRIVATE -O2 -fno-builtin-malloc -fno-builtin-free)
    target_link_libraries(versus-tracer PRIVATE
        headroom-flags Threads::Threads ${CMAKE_DL_LIBS} m)
    add_dependencies(versus-tracer headroom-trace)
endif()

# The report alone: nothing to compare with, but a large results file.
add_executable(versus-report versus/report.c)
target_compile_definitions(versus-report PRIVATE _GNU_SOURCE)
target_link_libraries(versus-report PRIVATE headroom-flags bench-report m)
