# Contract: holds adapters against their header, by calling them. Knows nothing of processes.
headroom_stage(bench-contract contract/contract.c contract/life.c contract/sequence.c
    contract/sequence_whole.c contract/sequence_faults.c contract/tuple.c contract/crowd.c contract/coords.c
    LINK bench-plan headroom-structures)
