# Workloads, and what those on one sequence or on many share.
headroom_registry(workload_files workloads/workloads.def HELPERS sequences crowds)
headroom_stage(bench-workloads workloads/registry.c workloads/sequences.c workloads/crowds.c
    ${workload_files} LINK headroom-structures)
