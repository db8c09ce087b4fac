# before-after.gp - how much each meter of each case changed, as its ratio to the first run on a
# logarithmic axis; rows by size. Square: exact, any difference is a change. Round, with its
# interval: noisy. Filled: changed, blue where that is better and orange where it is worse; a
# triangle: a time that differs, of runs not measured in pairs, which nobody judged; hollow and
# grey: not told from no change. > and < point at what came from or went to 0.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Before and after"
load ARG0[1:strlen(ARG0) - strlen("before-after.gp")]."common.gp"

longer(a, b) = a > b ? a : b
least = 1; most = 1; rows = 0; runs = 0; label_length = 0; change_length = 0
exacts = 0; noisies = 0; ratios = 0; sames = 0; unjudged = 0
array run_name[64]
do for [i = 1:64] { run_name[i] = "" }
keep(row, label, kind, name, run, change, edge, verdict) = ( \
    sames = sames + (verdict eq "same"), unjudged = unjudged + (verdict eq "not judged"), \
    rows = longer(rows, int(row)), runs = longer(runs, int(run)), \
    ratios = ratios + (edge eq ""), exacts = exacts + (kind eq "exact"), \
    noisies = noisies + (kind ne "exact" && verdict ne "not judged"), \
    label_length = longer(label_length, strlen(label)), \
    run_name[run > 64 ? 64 : int(run)] = name, \
    change_length = longer(change_length, strlen(change)), 0)
stats table using (keep($1, stringcolumn(2), stringcolumn(3), stringcolumn(4), $5, \
    stringcolumn(7), stringcolumn(11), stringcolumn(6))) skip 1 nooutput
if (ratios > 0) {
    stats table using 9 skip 1 nooutput
    least = STATS_min < 1 ? STATS_min : 1
    stats table using 10 skip 1 nooutput
    most = STATS_max > 1 ? STATS_max : 1
}
# Where nothing has a ratio, gnuplot would talk of having nothing to draw.
ratio(n) = ratios > 0 ? column(n) : 1

# The picture is as high as its rows want, and its margins as wide as their texts.
small = is_narrow ? 7 : 9
character = is_text ? 1 : 0.68 * small
if (!is_text) {
    needed = 135 + 14 * (lines[2] + lines[3]) + rows * (runs > 1 ? 20 : 15) * small / 9
    if (needed > height) {
        height = needed
        if (terminal eq "png") { set terminal pngcairo size 2 * width,2 * height }
        if (terminal eq "svg") { set terminal svg size width,height }
    }
} else {
    needed = rows * runs + lines[1] + lines[2] + lines[3] + 10 + (runs > 1 ? runs : 0)
    if (needed > height) { set terminal dumb size width,needed noenhanced }
}
has_changes = runs == 1 && !is_narrow
room = is_text ? width * (has_changes ? 0.42 : 0.55) : \
    width * (has_changes ? 0.38 : 0.5) / character
short(text) = strlen(text) > room ? text[1:room - 3]."..." : text
margin = (label_length < room ? label_length : room) * character + (is_text ? 2 : 8)
if (is_text) { set lmargin margin } else { set lmargin at screen margin / width }
right = has_changes ? change_length * character + (is_text ? 2 : 12) : (is_text ? 3 : 20)
if (is_text) { set rmargin right } else { set rmargin at screen 1 - right / width }
set label 1 at screen is_text ? 0.02 : 0.015, graph 1
set label 2 at screen is_text ? 0.02 : 0.015, graph 1

# Tics outward from no change, where there is room: per cent, or factors where changes are large.
span = log(longer(most / least, 1.002))
left = least / exp(0.05 * span); right_end = most * exp(0.05 * span)
set xtics ("0" 1)
percents = "0.1 0.2 0.5 1 2 5 10 20 50 100 200 500"
factors = "2 4 8 16 32 64 128 256 512 1024 4096 16384 65536 1048576 1073741824"
is_percent = span < 2.5
apart = span * (is_narrow || (is_text && has_changes) ? 0.17 : 0.13)
last_up = 0; last_down = 0
if (is_percent) {
    do for [p in percents] {
        up = log(1 + p / 100.0)
        if (up - last_up > apart) {
            last_up = up; set xtics add (sprintf("+%g%%%%", p + 0) exp(up))
        }
        if (p < 100) {
            down = -log(1 - p / 100.0)
            if (down - last_down > apart) {
                last_down = down; set xtics add (sprintf("-%g%%%%", p + 0) exp(-down))
            }
        }
    }
} else {
    set xtics ("same" 1)
    do for [f in factors] {
        if (log(f) - last_up > apart) {
            last_up = log(f)
            set xtics add (sprintf("x %g", f + 0) f + 0, sprintf("1/%g", f + 0) 1.0 / f)
        }
    }
}
set logscale x
set xrange [left:right_end]
# An empty line below keeps the key apart.
set xlabel xname.(is_percent ? "" : ", as a factor").", on an axis of ratios".(is_text ? "" : \
    "\n ") font ",10" offset 0, is_text ? 0 : 0.3
set yrange [rows + 0.8:0.2]
set border 1
set grid xtics noytics
small_font = sprintf(",%d", small)
set ytics scale 0 font small_font
tics_font = is_narrow ? ",9" : ",11"
set xtics font tics_font
set key outside bottom center horizontal font small_font height 0.8
if (!is_text) { set xlabel offset 0, 0.5 }
if (is_text) { set key vertical maxrows 3 + (runs > 1 ? runs : 0) }
set bmargin
set arrow 1 from 1, graph 0 to 1, graph (is_text ? 0.97 : 1) nohead lc rgb grey lw 0.8 back
spread = runs > 1 ? (is_text ? 1.0 / runs : 0.5 / (runs - 1)) : 0
place(row, run) = row + (run - 1 - (runs - 1) / 2.0) * spread
colour(verdict) = verdict eq "better" ? 0x0072B2 : verdict eq "worse" ? 0xD55E00 : \
    verdict eq "same" ? 0x999999 : 0x333333
shape(kind, verdict) = verdict eq "not judged" ? 8 : \
    kind eq "exact" ? (verdict eq "same" ? 4 : 5) : (verdict eq "same" ? 6 : 7)
plot table using (1):(place($1, $5)):(ratio(8) - 1):(0):(colour(stringcolumn(6))) skip 1 \
         with vectors nohead lw 1 lc rgb variable notitle, \
     table using (ratio(8)):(place($1, $5)):(ratio(9)):(ratio(10)):(colour( \
         stringcolumn(6))) skip 1 with xerrorbars pt 0 lw 1.2 lc rgb variable notitle, \
     table using (ratio(8)):(place($1, $5)):(shape(stringcolumn(3), stringcolumn(6))):(colour( \
         stringcolumn(6))) skip 1 with points pt variable ps 0.8 lc rgb variable notitle, \
     table using (1):1:(0):(0):ytic(short(stringcolumn(2))) skip 1 with vectors nohead notitle, \
     table using (stringcolumn(11) eq "right" ? right_end : left):(place($1, $5)):(stringcolumn( \
         11) eq "right" ? ">" : stringcolumn(11) eq "left" ? "<" : "") skip 1 with labels center \
         textcolor rgb "#333333" notitle, \
     table using (right_end):1:(has_changes ? stringcolumn(7) : "") skip 1 with labels left \
         offset 1, 0 font small_font textcolor rgb "#333333" notitle, \
     for [k = 1:exacts > 0] keyentry with points pt 5 ps 0.8 lc rgb grey title "exact", \
     for [k = 1:noisies > 0] keyentry with points pt 7 ps 0.8 lc rgb grey title "noisy", \
     for [k = 1:unjudged > 0] keyentry with points pt 8 ps 0.8 lc rgb "#333333" \
         title "time, not judged", \
     for [k = 1:sames > 0] keyentry with points pt 6 ps 0.8 lc rgb "#999999" \
         title "no change seen", \
     for [k = 1:(runs > 1 ? runs : 0)] keyentry with points pt 0 title sprintf("%d (%s): %s", k, \
         k == 1 ? "above" : k == runs ? "below" : "between", short(run_name[k > 64 ? 64 : k]))
