# Report: statistics, tables and their formats. It reads results and knows nothing of how they were got.
headroom_registry(format_files report/formats/formats.def)
headroom_registry(plot_files report/plots/plots.def HELPERS parts)
list(APPEND plot_files report/front.c report/changes.c) # what plots alone are made from
headroom_stage(bench-report
    report/statistics.c report/table.c report/format.c report/units.c
    report/inputs.c report/inputs_filters.c report/gather_cases.c report/gather.c report/reading.c report/headline.c
    report/values.c report/view.c report/arrange.c report/contest.c report/cells.c report/sheet.c report/group.c
    report/report.c report/tables.c report/long.c report/json_text.c report/export.c report/series.c report/curves.c report/emphasis.c
    report/rank_sum.c report/judge.c report/modes.c report/match.c report/observe.c report/floors.c
    report/compare.c report/compare_sums.c report/compare_cells.c report/compare_text.c report/compare_long.c
    report/budget_table.c report/limit.c report/budget.c report/budget_check.c report/surroundings.c
    report/resample.c report/trial_pairs.c report/alarms.c report/alarms_table.c
    ${format_files} report/plots/registry.c report/plots/parts.c ${plot_files}
    LINK bench-results bench-plan bench-meters headroom-structures PkgConfig::JANSSON m)
