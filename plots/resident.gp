# resident.gp - peak resident bytes per element against length, three columns a line: median, low,
# high. The second table has by length the floor (what the null structure was seen to reach) and
# the elements' own bytes. Both axes are logarithmic: the floor is a straight line.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Resident memory per element, at its peak"
load ARG0[1:strlen(ARG0) - strlen("resident.gp")]."common.gp"

stats table using (1) skip 1 nooutput
columns = STATS_columns
count = (columns - 1) / 3
highlighted = option_number("highlighted", count)
stats other(2) using 1 skip 1 nooutput
least = STATS_min
most = STATS_max
stats other(2) using (valid(2) ? $1 * $2 : 0) skip 1 nooutput
floor_bytes = STATS_max
lowest = 0
highest = 0
STATS_min = 0; STATS_max = 0
stats other(2) using (valid(3) ? $3 : 0) skip 1 nooutput
elements = STATS_max
array is_seen[count]
do for [i = 2:columns:3] {
    stats table using (valid(i) ? 1 : 0) skip 1 nooutput
    is_seen[(i + 1) / 3] = STATS_sum > 0
    stats table using (valid(i + 2) ? column(i + 2) : 0) skip 1 nooutput
    highest = STATS_max > highest ? STATS_max : highest
    STATS_min = 0
    stats table using (valid(i + 1) ? column(i + 1) : 1e300) skip 1 nooutput
    lowest = i == 2 || STATS_min < lowest ? STATS_min : lowest
}
lowest = elements > 0 && elements < lowest ? elements : lowest
set xlabel xname
set ylabel yname
set logscale x
set logscale y 2
set format y "%.0f"
bottom = lowest / 2
top = (highest > 0 ? highest : 4 * lowest) * (is_narrow ? 6 : 1.5)
left = least / 1.4
right = most * 1.4
set xrange [left:right]
set yrange [bottom:top]
if (is_narrow) { set key top right font ",9" } else { eval key_outside }
# The floor is cut where it leaves the picture, not at the lengths beyond: its four corners.
clip(value, low, high) = value < low ? low : value > high ? high : value
corner_x(i) = i < 1 ? left : i > 2 ? right : clip(floor_bytes / (i < 2 ? top : bottom), left, right)
corner_y(i) = clip(floor_bytes / corner_x(i), bottom, top)
set samples 4
# A line without a point would make gnuplot talk: it lies below the picture, its name in the key.
at(k, i) = is_seen[k] ? column(3 * k - 1 + i) : 1e-9
others = highlighted == count || is_text ? "" : "for [k = highlighted + 1:count] table using ".\
    "1:3 * k - 1 with lines lc rgb faint lw 0.8 notitle,"
plot "+" using (corner_x($0)):(corner_y($0)):(bottom) with filledcurves lc rgb "#DDDDDD" \
         title "not told from null", \
     other(2) using 1:3 with lines lc rgb grey lw 1.4 dt 3 title "elements alone", \
     @others \
     for [k = 1:highlighted] table using 1:(at(k, 0)):(at(k, 1)):(at(k, 2)) with yerrorlines lt k \
         title columnheader(3 * k - 1)
