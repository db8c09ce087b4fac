# Workloads, and what those on one sequence share.
headroom_registry(workload_files workloads/workloads.def HELPERS sequences)
headroom_stage(bench-workloads workloads/registry.c workloads/sequences.c ${workload_files}
    LINK headroom-structures)
