# julia-memory.gp - peak resident memory of the Julia set's layouts: bars by layout, a colour
# and a pattern per malloc.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Julia set: peak resident memory by layout"
load ARG0[1:strlen(ARG0) - strlen("julia-memory.gp")]."common.gp"

stats table using (1) skip 1 nooutput
columns = STATS_columns
# Text draws nothing before the names of bars.
mallocs = (columns - 1) / 3
array name[mallocs]
do for [k = 1:mallocs] {
    title_text = ""
    stats table using (title_text = $0 == 0 ? stringcolumn(3 * k - 1) : title_text, 1) nooutput
    name[k] = title_text
}
mebi = 2.0 ** 20
set xlabel xname
set ylabel yname
set format x "%g"
set yrange [0:*]
set offsets 0, 0, graph 0.12, 0
set style data histograms
set style histogram errorbars gap 1.5 lw 1
set errorbars small front lw 1 lc rgb "#333333"
if (columns > 4) { eval key_outside } else { unset key }
set xtics font ",10"
# All are coords-something; where there is little room that is not said again.
layout(name) = is_narrow && name[1:7] eq "coords-" ? name[8:strlen(name)] : name
if (is_narrow && !is_text) { set key font ",10"; set xlabel font ",10" }
plot for [i = 2:columns:3] table skip 1 using (column(i) / mebi):(column(i + 1) / mebi): \
    (column(i + 2) / mebi):xtic(layout(stringcolumn(1))) \
    fillstyle pattern word("3 5 4 1 6 2 7 3", (i - 2) / 3 % 8 + 1) + 0 border lt (i + 1) / 3 \
    lt (i + 1) / 3 title is_text ? "" : name[(i + 1) / 3], \
    for [k = 1:(is_text ? mallocs : 0)] keyentry with lines lt k title name[k]
