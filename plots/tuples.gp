# tuples.gp - two panels over the length of a tuple: time to make and release one, and the share
# of them that needed no block from the allocator, whose table is the second.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Making and releasing a tuple"
load ARG0[1:strlen(ARG0) - strlen("tuples.gp")]."common.gp"

stats table using (1) skip 1 nooutput
highlighted = option_number("highlighted", (STATS_columns - 1) / 3)
set format x "%.0f"
stats table using 1 skip 1 nooutput
set xrange [-0.5:STATS_max + 0.5]
step = STATS_max > 10 ? 5 : 1
set xtics step
# Text has no room for panels side by side.
if (is_text) { set terminal dumb size width,2 * height noenhanced }
small = is_narrow ? ",10" : ",11"
set multiplot layout (is_text ? 2 : 1),(is_text ? 1 : 2)
set xlabel xname font small
set ylabel yname font small
set yrange [0:*]
set offsets 0, 0, graph 0.1 + 0.07 * (highlighted + 1), 0
set key title "free lists" left font small textcolor rgb "#222222"
plot for [k = 1:highlighted] table using 1:3 * k - 1:3 * k:3 * k + 1 with yerrorlines lt k title \
    columnheader(3 * k - 1)
unset label 1
unset label 2
unset key
share_name = "tuples made without a malloc (% of all)"
set ylabel is_narrow ? "made without a malloc (%)" : share_name
if (is_text) { set tmargin 3; set title share_name noenhanced }
set yrange [0:103]
set offsets 0, 0, 0, 0
plot for [k = 1:highlighted] other(2) using 1:3 * k - 1 with linespoints lt k notitle
unset multiplot
