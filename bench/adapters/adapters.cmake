# Adapters: a module each, opened by the worker before the region.
headroom_registry(adapter_files adapters/adapters.def)
add_custom_target(headroom-adapters)
foreach(file IN LISTS adapter_files)
    get_filename_component(module ${file} NAME_WE)
    add_library(headroom-adapter-${module} MODULE ${file})
    set_target_properties(headroom-adapter-${module} PROPERTIES
        PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin/adapters
        C_VISIBILITY_PRESET hidden)
    target_include_directories(headroom-adapter-${module} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_compile_definitions(headroom-adapter-${module} PRIVATE _GNU_SOURCE)
    # What is measured must not be optimized away: malloc and free stay calls.
    target_compile_options(headroom-adapter-${module} PRIVATE -fno-builtin-malloc -fno-builtin-free)
    target_link_libraries(headroom-adapter-${module} PRIVATE headroom-flags headroom-structures)
    add_dependencies(headroom-adapters headroom-adapter-${module})
endforeach()
