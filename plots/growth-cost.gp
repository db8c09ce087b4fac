# growth-cost.gp - two panels over the length: bytes copied (the first table) and blocks asked for
# (the second). OPTIONS: step=3 for medians with their interval, highlighted=N.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "What growing costs when filled by appends"
load ARG0[1:strlen(ARG0) - strlen("growth-cost.gp")]."common.gp"

step = option_number("step", 1)
c(k) = 2 + (k - 1) * step
stats table using (1) skip 1 nooutput
count = (STATS_columns - 1) / step
highlighted = option_number("highlighted", count)
stats table using 1 skip 1 nooutput
first = STATS_min > 0 ? STATS_min : 1; last = STATS_max
array highest[2] = [0, 0]
do for [p = 1:2] {
    do for [k = 1:count] {
        stats (p == 1 ? table : other(2)) using (column(c(k))) skip 1 nooutput
        if (STATS_records > 0 && STATS_max > highest[p]) { highest[p] = STATS_max }
    }
}
do for [k = 1:8] { eval sprintf("set linetype %d dt %d", k, step == 1 ? (k - 1) % 5 + 1 : 1) }

# The key below both, in columns.
keys = highlighted + (highlighted < count)
per_row = is_text ? 3 : is_narrow ? 2 : int(width / 190)
key_rows = (keys + per_row - 1) / per_row
line_of(n) = is_text ? n / (1.0 * height) : n * 17.0 / height
set key at screen 0.5, line_of(0.2) center bottom horizontal maxcols per_row
low = line_of(key_rows + (is_text ? 4.5 : 3.6))
top = 1 - line_of((is_text ? 1.5 : 2.0) + 1.3 * lines[1] + 0.9 * (lines[2] + lines[3]))
unset tmargin; unset bmargin; unset lmargin; unset rmargin
left = is_text ? 11.0 / width : 74.0 / width
set multiplot layout 1,2 margins screen left,1 - (is_text ? 3.0 : 16.0) / width,low,top \
    spacing screen left,0
set label 1 at screen is_text ? left : 12.0 / width, 1 - line_of(1) offset 0, 0
set label 2 at screen is_text ? left : 12.0 / width, 1 - line_of(1 + 1.1 * lines[1]) offset 0, 0
set xlabel xname
set logscale x
set xrange [first / (step == 3 ? 1.3 : 1):last * (step == 3 ? 1.3 : 1)] noextend
set format y "%.0s%c"
how = step == 3 ? "with yerrorlines" : "with lines lw 2"
points = step == 3 ? "1:(column(c(k))):(column(c(k) + 1)):(column(c(k) + 2))" : "1:(column(c(k)))"
array titles[2] = [yname, "blocks asked for (calls)"]
do for [p = 1:2] {
    set ylabel titles[p] offset (is_text ? 0 : 1), 0
    unset logscale y
    if (highest[p] > 0) { set logscale y; set yrange [*:*] } else { set yrange [0:1] }
    of = p == 1 ? table : other(2)
    if (highlighted < count) {
        plot for [k = highlighted + 1:count] of using 1:(column(c(k))) with lines lc rgb faint \
                lw 0.8 dt 1 notitle, \
            for [k = 1:highlighted] of using @points @how lt k title columnheader(c(k)), \
            NaN with lines lc rgb faint lw 0.8 dt 1 title sprintf("%d others", count - highlighted)
    } else {
        plot for [k = 1:highlighted] of using @points @how lt k title columnheader(c(k))
    }
    unset key
    unset label
}
unset multiplot
