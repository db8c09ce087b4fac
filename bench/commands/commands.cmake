# The program: its verbs over all stages.
headroom_stage(bench-options commands/options.c LINK bench-plan)
if(TARGET bench-runner AND TARGET bench-report)
    headroom_registry(command_files commands/commands.def
        HELPERS options draw plot_request screen plugins output shortfall fresh compare_request
        compare_run pairing campaign)
    headroom_stage(bench-commands ${command_files} commands/draw.c commands/plot_request.c commands/screen.c
        commands/plugins.c commands/output.c commands/shortfall.c commands/fresh.c commands/compare_request.c
        commands/compare_run.c commands/pairing.c commands/campaign.c
        LINK bench-options bench-runner bench-report bench-plan)
    add_executable(headroom main.c)
    target_compile_definitions(headroom PRIVATE _GNU_SOURCE HEADROOM_VERSION="${PROJECT_VERSION}")
    target_link_libraries(headroom PRIVATE headroom-flags bench-commands)
endif()
