# Workloads, and the sums that several of them predict with.
headroom_registry(workload_files workloads/workloads.def)
headroom_stage(bench-workloads workloads/registry.c ${workload_files} LINK headroom-structures)
