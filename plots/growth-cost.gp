# growth-cost.gp - two panels over the length: bytes copied (the first table) and blocks asked for
# (the second). OPTIONS: step=3 for medians with their interval, highlighted=N.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "What growing costs when filled by appends"
says_y = 1
load ARG0[1:strlen(ARG0) - strlen("growth-cost.gp")]."common.gp"

step = option_number("step", 1)
c(k) = 2 + (k - 1) * step
stats table using (1) skip 1 nooutput
count = (STATS_columns - 1) / step
highlighted = option_number("highlighted", count)
if (is_text) { count = highlighted }
stats table using 1 skip 1 nooutput
first = STATS_min > 0 ? STATS_min : 1; last = STATS_max
array highest[2] = [0, 0]
do for [p = 1:2] {
    do for [k = 1:count] {
        stats (p == 1 ? table : other(2)) using (column(c(k))) skip 1 nooutput
        if (STATS_records > 0 && STATS_max > highest[p]) { highest[p] = STATS_max }
    }
}
if (step == 1) { eval dashed }
how = step == 3 ? "with yerrorlines" : "with lines lw 2"
points = step == 3 ? "1:(column(c(k))):(column(c(k) + 1)):(column(c(k) + 2))" : "1:(column(c(k)))"

# Two panels, and below both their key as a plot of its own.
keys = highlighted + (highlighted < count)
longest = strlen("00 others")
longer(name) = strlen(name) > longest ? strlen(name) : longest
do for [k = 1:highlighted] {
    stats table using (longest = longer(columnheader(c(k))), 1) nooutput
}
letter = is_narrow ? 7.2 : 8.4
per_row = is_text ? width / (longest + 8) : int(0.94 * width / (letter * longest + 70))
per_row = per_row < 1 ? 1 : per_row
key_rows = (keys + per_row - 1) / per_row
line_of(n) = is_text ? n / (1.0 * height) : n * (is_narrow ? 15.0 : 17.0) / height
low = line_of(key_rows + (is_text ? 4.5 : 3.8))
small = lines[2] + lines[3]
top = 1 - line_of(is_text ? 2.5 + 1.1 * lines[1] + small : 1.2 + 1.1 * lines[1] + 0.8 * small)
left = is_text ? 17.0 / width : 80.0 / width
unset tmargin; unset bmargin; unset lmargin; unset rmargin
set multiplot
set label 1 at screen is_text ? left : 12.0 / width, 1 - line_of(1) offset 0, 0
set label 2 at screen is_text ? left : 12.0 / width, 1 - line_of(1 + 1.1 * lines[1]) offset 0, 0
set xlabel xname
set logscale x
set xrange [first / (step == 3 ? 1.3 : 1):last * (step == 3 ? 1.3 : 1)] noextend
if (last / first > 9999) { set xtics 100 }
set format y "%.0s%c"
unset key
set bmargin at screen low
set tmargin at screen top
array titles[2] = [yname, is_text ? "calls" : "allocator calls"]
do for [p = 1:2] {
    set ylabel titles[p]
    unset logscale y
    if (highest[p] > 0) { set logscale y; set yrange [*:*] } else { set yrange [0:1] }
    set lmargin at screen (p == 1 ? 0 : 0.5) + left
    set rmargin at screen (p == 1 ? 0.5 : 1) - (is_text ? 3.0 : 16.0) / width
    of = p == 1 ? table : other(2)
    plot for [k = highlighted + 1:count] of skip 1 using 1:(column(c(k))) with lines \
            lc rgb faint lw 0.8 dt 1, \
        for [k = 1:highlighted] of using @points @how lt k
    unset label
}
set lmargin at screen 0.02; set rmargin at screen 0.98
set bmargin at screen 0; set tmargin at screen line_of(key_rows + 0.6)
set key center center horizontal maxcols per_row
unset border; unset tics; unset xlabel; unset ylabel; unset logscale
set xrange [0:1]; set yrange [0:1]
# Outside, so that the lines are in the key alone.
points = step == 3 ? "(-1):(-1):(-1):(-1)" : "(-1):(-1)"
if (highlighted < count) {
    plot for [k = 1:highlighted] table using @points @how lt k title columnheader(c(k)), \
        NaN with lines lc rgb faint lw 0.8 dt 1 title sprintf("%d others", count - highlighted)
} else {
    plot for [k = 1:highlighted] table using @points @how lt k title columnheader(c(k))
}
unset multiplot
