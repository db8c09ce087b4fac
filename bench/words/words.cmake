# Words of other people on their way to a terminal; below everything else of the program.
headroom_stage(bench-words words/plain.c words/shown.c words/guard.c LINK headroom-structures)
