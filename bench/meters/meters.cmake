# Meters: the table that everybody reads, and the groups that the measured image emits them from.
headroom_registry(meter_files meters/meters.def HELPERS sink)
headroom_stage(bench-meters meters/registry.c LINK headroom-structures)
headroom_stage(bench-meter-groups meters/sink.c ${meter_files} LINK bench-meters bench-workloads bench-platform bench-results)
