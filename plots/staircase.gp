# staircase.gp - capacity against length: stairs, one line per policy; the distance to the dotted
# line is headroom. OPTIONS: ceiling=CAPACITY where the picture is cut.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
least_panels = 9
headline = "Capacity when filled by appends"
load ARG0[1:strlen(ARG0) - strlen("staircase.gp")]."common.gp"

set xlabel xname
set ylabel yname
stats table using 1 skip 1 nooutput
set xrange [0:STATS_max] noextend
ceiling_at = option_number("ceiling", 3 * STATS_max)
set yrange [0:*<ceiling_at]
set format x "%.0f"
eval key_outside
step = 1
points = "1:(column(c(k)))"
how = "with steps lw 2.2"
faintly = "with steps"
beside = ", x with lines lc rgb grey lw 1 dt 3 title 'capacity = length'"
load ARG0[1:strlen(ARG0) - strlen("staircase.gp")]."series.gp"
