# Runner: the parent that runs a plan, and the first stage of its workers; then the measured image.
headroom_stage(bench-runner runner/process.c runner/answer.c runner/agreement.c runner/schedule.c
    runner/progress.c runner/runner.c runner/paired.c runner/setup.c runner/plugin_stamp.c runner/file_stamp.c
    runner/plugin_check.c runner/plugin_check_here.c
    LINK bench-contract bench-plan bench-results bench-platform bench-meters bench-words)
