# Meters: the table that everybody reads, and the groups that the measured image emits them from.
headroom_registry(meter_files meters/meters.def)
headroom_stage(bench-meters meters/registry.c LINK headroom-structures)
headroom_stage(bench-meter-groups ${meter_files} LINK bench-meters bench-workloads bench-platform bench-results)
