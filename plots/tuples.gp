# tuples.gp - two panels over the length of a tuple: time to make and release one, and the share
# of them that needed no block from the allocator, whose table is the second.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Making and releasing a tuple"
load ARG0[1:strlen(ARG0) - strlen("tuples.gp")]."common.gp"

stats table using (1) skip 1 nooutput
columns = STATS_columns
stats other(2) using (1) skip 1 nooutput
second_columns = STATS_columns
set format x "%.0f"
set xtics 5
stats table using 1 skip 1 nooutput
set xrange [-0.5:STATS_max + 0.5]
set multiplot layout 1,2
set xlabel xname
set ylabel yname
set yrange [0:*]
set offsets 0, 0, graph 0.3, 0
set key title "free lists" left font ",11" textcolor rgb "#222222"
plot for [i = 2:columns:3] table using 1:i:i + 1:i + 2 with yerrorlines lt (i + 1) / 3 title \
    columnheader(i)
set label 1 "Tuples made without a malloc"
unset label 2
set ylabel "share of all tuples (%)"
set yrange [0:100]
set offsets 0, 0, 0, 0
set key at graph 0.03, graph 0.6
plot for [i = 2:second_columns:3] other(2) using 1:i with linespoints lt (i + 1) / 3 title \
    columnheader(i)
unset multiplot
