# Small programs that measure the structures against what anybody would otherwise use, pair by pair.

foreach(program vector.cc tuple.c julia.c)
    get_filename_component(name ${program} NAME_WE)
    add_executable(versus-${name} versus/${program} report/statistics.c)
    target_include_directories(versus-${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_compile_definitions(versus-${name} PRIVATE _GNU_SOURCE)
    target_link_libraries(versus-${name} PRIVATE headroom-flags headroom-structures m)
endforeach()
# C++ warns of functions with the name of a struct, which our C headers have.
target_compile_options(versus-vector PRIVATE -Wno-shadow)
