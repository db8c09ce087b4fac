# lines.gp - medians with their intervals against any key: three columns a line (median, low,
# high). OPTIONS: logx and logy for logarithmic axes, words=LONGEST where the key is no number.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = yname." by ".xname
if (strstrt(options, "words=") == 0) { least_panels = 9 }
load ARG0[1:strlen(ARG0) - strlen("lines.gp")]."common.gp"

set xlabel xname
set ylabel yname
eval key_outside
step = 3
faintly = "with lines"
beside = ""
stats table using (1) skip 1 nooutput
highest = -1e300; lowest = 1e300
do for [k = 2:STATS_columns] {
    stats table using k skip 1 nooutput
    if (STATS_records > 0) {
        highest = STATS_max > highest ? STATS_max : highest
        lowest = STATS_min < lowest ? STATS_min : lowest
    }
}
yformat = format_for(lowest, highest, has_option("logy"))
set format y yformat
if (has_option("logy")) { set logscale y } else {
    set yrange [0:*]
    set offsets 0, 0, graph 0.05, 0
}
if (option_number("words", 0) > 0) {
    stats table using 0 skip 1 nooutput
    set xrange [-0.5:STATS_records - 0.5]
    set format x "%g"
    # Names that would run into each other are turned.
    room = is_text ? width - 30.0 : (width - (is_narrow ? 90 : 240)) / 7.5
    if (STATS_records * (option_number("words", 0) + 1) > room && !is_text) {
        set xtics rotate by 35 right
    }
    letters = is_text ? int((width - 14.0) / STATS_records) - 1 : 40
    points = "0:(column(c(k))):(column(c(k) + 1)):(column(c(k) + 2)):xtic(strcol(1)[1:letters])"
    how = "with yerrorbars ps 1"
    faintly = "with points pt 7 ps 0.7"
    at = "0"
} else {
    stats table using 1 skip 1 nooutput
    if (has_option("logx")) {
        set logscale x
        is_logx = 1
        set xrange [STATS_min / 1.4:STATS_max * 1.4]
    } else {
        room = 0.03 * (STATS_max - STATS_min) + (STATS_max == STATS_min)
        set xrange [STATS_min - room:STATS_max + room]
        set format x format_for(STATS_min, STATS_max, 0)
    }
    points = "1:(column(c(k))):(column(c(k) + 1)):(column(c(k) + 2))"
    how = "with yerrorlines"
}
load ARG0[1:strlen(ARG0) - strlen("lines.gp")]."series.gp"
