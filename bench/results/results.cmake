# Results: sample lines, the results file, its strict reader.
headroom_stage(bench-results results/record.c results/error.c results/id_set.c results/reader.c results/writer.c
    LINK ZLIB::ZLIB bench-meters bench-platform)
