# Plan: names and numbers to cases, suite files and filters to ordered trials. Measures nothing.
headroom_stage(bench-plan plan/errors.c plan/nearest.c plan/number.c plan/file.c plan/module.c plan/tables.c
    plan/catalog.c plan/case.c plan/case_faults.c plan/faults.c plan/shelf.c plan/suite.c plan/filter.c plan/predict.c
    plan/override.c plan/identity.c plan/plan.c plan/pair.c
    LINK bench-words bench-workloads bench-meters bench-platform headroom-structures ${CMAKE_DL_LIBS})
