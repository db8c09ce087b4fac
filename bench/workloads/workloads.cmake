# Workloads, and what those on one sequence or on many share.
headroom_registry(workload_files workloads/workloads.def HELPERS sequences crowds lengths)
headroom_stage(bench-workloads workloads/registry.c workloads/sequences.c workloads/crowds.c
    workloads/lengths.c     ${workload_files} LINK headroom-structures)
