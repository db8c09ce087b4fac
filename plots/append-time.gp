# append-time.gp - CPU time per append against length, a line per malloc; bars are 95 % intervals
# of the median, or the range of fewer than six runs.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
least_panels = 9
headline = "Time per append: median and its interval"
load ARG0[1:strlen(ARG0) - strlen("append-time.gp")]."common.gp"

set xlabel xname
set ylabel yname
set logscale x
is_logx = 1
set yrange [0:*]
eval key_outside
stats table using 1 skip 1 nooutput
set xrange [STATS_min / 1.4:STATS_max * 1.4]
set offsets 0, 0, graph 0.05, 0
step = 3
points = "1:(column(c(k))):(column(c(k) + 1)):(column(c(k) + 2))"
how = "with yerrorlines"
faintly = "with lines"
beside = ""
load ARG0[1:strlen(ARG0) - strlen("append-time.gp")]."series.gp"
