# staircase.gp - capacity against length: stairs, one line per policy; the distance to the dashed
# line is headroom.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8
headline = "Capacity when filled by appends"
load ARG0[1:strlen(ARG0) - strlen("staircase.gp")]."common.gp"

stats table using (1) skip 1 nooutput
set xlabel xname
set ylabel yname
set xrange [0:*] noextend
set yrange [0:*]
set format x "%.0f"
plot for [i = 2:STATS_columns] table using 1:i with steps lt i - 1 lw 2.2 title columnheader(i), \
     x with lines lc rgb grey lw 1 dt 3 title "capacity = length"
