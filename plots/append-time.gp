# append-time.gp - CPU time per append against length, a line per malloc; bars are
# 95 % intervals of the median, or the range of fewer than six runs
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8
headline = "Time per append: median and its interval"
load ARG0[1:strlen(ARG0) - strlen("append-time.gp")]."common.gp"

stats table using (1) skip 1 nooutput
columns = STATS_columns
set xlabel xname
set ylabel yname
set logscale x
set yrange [0:*]
eval key_outside
stats table using 1 skip 1 nooutput
set xrange [STATS_min / 1.4:STATS_max * 1.4]
set offsets 0, 0, graph 0.05, 0
plot for [i = 2:columns:3] table using 1:i:i + 1:i + 2 with yerrorlines lt (i + 1) / 3 title \
    columnheader(i)
