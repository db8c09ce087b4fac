# lines.gp - medians with their intervals against any key: three columns a line (median, low,
# high). The axis is logarithmic where the numbers span more than a factor of 100, and names where
# they are no numbers.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8
headline = yname
load ARG0[1:strlen(ARG0) - strlen("lines.gp")]."common.gp"

stats table using (1) skip 1 nooutput
columns = STATS_columns
STATS_min = 0; STATS_max = 0
stats table using (valid(1) ? $1 : 0) skip 1 nooutput
is_numeric = STATS_max > 0
set xlabel xname
set ylabel yname
set yrange [0:*]
eval key_outside
set offsets graph 0.03, graph 0.03, graph 0.05, 0
if (is_numeric) {
    if (STATS_min > 0 && STATS_max > 100 * STATS_min) { set logscale x; set xrange [STATS_min / \
        1.4:STATS_max * 1.4] }
    plot for [i = 2:columns:3] table using 1:i:i + 1:i + 2 with yerrorlines lt (i + 1) / 3 \
        title columnheader(i)
} else {
    set format x "%g"
    plot for [i = 2:columns:3] table using 0:i:i + 1:i + 2:xtic(1) with yerrorbars lt (i + 1) / \
        3 title columnheader(i)
}
