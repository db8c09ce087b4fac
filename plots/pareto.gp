# pareto.gp - time against peak memory, a point for each way to do the same. The front: nothing is
# better in both. Its points have numbers that a list writes out; so have those beaten by less than
# the noise, with a ~. Shapes tell the groups of column 11 apart. Filled: the front in orange,
# what is highlighted in blue; the others are hollow and grey.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Time against peak memory"
load ARG0[1:strlen(ARG0) - strlen("pareto.gp")]."common.gp"

stats table using (1) skip 1 nooutput
points = STATS_records
array name[points]; array group_name[points]; array across_at[points]; array up_at[points]
array label[points]
do for [i = 1:points] { name[i] = ""; group_name[i] = ""; label[i] = "" }
fronts = 0; listed = 0; groups = 0; highlighted = 0
keep(i, case, across, up, standing, group, word, mark) = ( \
    name[i] = case, group_name[int(group)] = word, across_at[i] = across, up_at[i] = up, \
    groups = group > groups ? int(group) : groups, fronts = fronts + (standing eq "front"), \
    listed = listed + (standing ne "beaten"), highlighted = highlighted + (mark eq "yes"), 0)
stats table using (keep(int($0) + 1, stringcolumn(1), $2, $5, stringcolumn(8), $10, \
    stringcolumn(11), stringcolumn(12))) skip 1 nooutput
stats table using 3 skip 1 nooutput
least = STATS_min
stats table using 4 skip 1 nooutput
most = STATS_max
unit = least >= 2.0 ** 20 ? 2.0 ** 20 : 1024.0
margin = (most / least) ** 0.06 * 1.06
left = least / margin / margin
right = most * margin
stats table using 6 skip 1 nooutput
bottom = STATS_min
stats table using 7 skip 1 nooutput
margin = (STATS_max / bottom) ** 0.06 * 1.06
top = STATS_max * margin
bottom = bottom / margin ** (is_narrow ? 3 : 2)

set xlabel xname.(unit == 1024 ? " (KiB)" : " (MiB)")
set ylabel yname
# An axis is logarithmic from a factor of four on.
if (right / left > 4) { set logscale x 2 }
if (top / bottom > 4) { set logscale y 2 }
set xrange [left / unit:right / unit]
set yrange [bottom:top]
set format x "%g"
set format y "%g"
# The list takes what height there is, beside the rest of the key.
shown = groups == 1 ? 0 : groups < 8 ? groups : 8
if (is_narrow && shown > 4) { shown = 4 }
extras = 1 + (listed > fronts) + (highlighted > 0) + shown + (groups > 1 && shown < groups)
fitting = is_text ? height - 12 - lines[2] : int((height - 120 - 14 * (lines[2] + lines[3])) / 18.0)
most_listed = is_narrow ? 4 : (fitting - extras - 1 > 3 ? fitting - extras - 1 : 3)
named = listed <= most_listed + 1 ? listed : most_listed
entries = extras + named + (listed > named)
# Numbers that would cover each other, or the point under theirs, stand side by side; only those
# that the list has are drawn.
inner_width = is_text ? width * (is_narrow ? 0.85 : 0.55) : width - (is_narrow ? 110.0 : 320.0)
inner_height = is_text ? height - 10 : height - (is_narrow ? 170.0 : 110.0)
letter = is_text ? 1 : 7.5
apart(a, b, least, most, is_log) = \
    abs(is_log ? log(a / b) / log(most / least) : (a - b) / (most - least))
across(i, j) = apart(across_at[i], across_at[j], left, right, right / left > 4) * inner_width
up(i, j) = apart(up_at[i], up_at[j], bottom, top, top / bottom > 4) * inner_height
is_near(i, j) = across(i, j) < letter * (strlen(label[i]) + strlen(label[j]) + 1) / 2.0 && \
    up(i, j) < (is_text ? 1 : across(i, j) < 10 ? 22 : 14)
do for [i = 1:named] { label[i] = sprintf("%d", i) }
# One that has grown may cover one more.
do for [round = 1:3] { do for [i = 2:named] { do for [j = 1:i - 1] {
    if (strlen(label[i]) > 0 && strlen(label[j]) > 0 && is_near(i, j)) {
        label[j] = label[j]." ".label[i]
        label[i] = ""
    }
} } }
room = is_text ? (is_narrow ? 30 : width / 2 - 12) : (is_narrow ? 34 : width / 20)
short(text) = strlen(text) > room ? text[1:room - 3]."..." : text
if (is_narrow) {
    # Columns under the picture; of those that do not fit a text, gnuplot draws nothing.
    rows = is_text ? entries : (entries + 1) / 2
    set key outside bottom center vertical maxrows rows font ",8"
    if (is_text) { set terminal dumb size width,height + rows noenhanced }
    set bmargin (is_text ? rows : 0.72 * rows) + 3.5
    set tics font ",10"
    set xlabel font ",10" offset 0, 0.5
    set ylabel font ",10"
} else {
    unset rmargin
    set key outside right top vertical font ",10" spacing 1.05
}
if (fronts > 0) {
    # In text the top of the picture would already be the caption's.
    set arrow 1 from across_at[1] / unit, graph (is_text ? 0.96 : 1) \
        to across_at[1] / unit, up_at[1] nohead lt 2 lw 1.2 back
    set arrow 2 from across_at[fronts] / unit, up_at[fronts] to graph 1, first up_at[fronts] \
        nohead lt 2 lw 1.2 back
}
filled(g) = word("7 5 9 11 13 15 7 5", (int(g) - 1) % 8 + 1) + 0
hollow(g) = word("6 4 8 10 12 14 6 4", (int(g) - 1) % 8 + 1) + 0
shape(g, standing, mark) = standing eq "front" || mark eq "yes" ? filled(g) : hollow(g)
colour(standing, mark) = standing eq "front" ? 0xD55E00 : mark eq "yes" ? 0x0072B2 : 0x888888
# No bar strikes a number through.
set style textbox opaque noborder fillcolor rgb "#FFFFFF" margins 0.4, 0.2
box = is_text ? "" : "boxed"
down = is_text ? -1 : -0.9
plot table using ($2 / unit):5:($3 / unit):($4 / unit):6:7:(colour(stringcolumn(8), \
         stringcolumn(12))) skip 1 with xyerrorbars pt 0 lw 0.8 lc rgb variable notitle, \
     table using (stringcolumn(8) eq "front" ? $2 / unit : NaN):5 skip 1 with steps lt 2 lw 1.2 \
         title is_narrow ? "the front" : "front: nothing beats it in both", \
     table using (strlen(label[int($0) + 1]) > 0 ? $2 / unit : NaN):5:(label[int($0) + 1]) \
         skip 1 with labels center @box offset 0, down font ",10" textcolor rgb "#222222" notitle, \
     table using ($2 / unit):5:(shape($10, stringcolumn(8), stringcolumn(12))):(colour( \
         stringcolumn(8), stringcolumn(12))) skip 1 with points pt variable ps 0.9 \
         lc rgb variable notitle, \
     for [i = 1:named] keyentry with points pt 0 lc rgb "#FFFFFF" title sprintf("%d  %s%s", i, \
         i > fronts ? "~ " : "", short(name[i])), \
     for [i = named + 1:named + (listed > named)] keyentry with points pt 0 lc rgb "#FFFFFF" title \
         sprintf("and %d more, in the table", listed - named), \
     for [i = 1:listed > fronts] keyentry with points pt 0 lc rgb "#FFFFFF" title \
         "~  beaten by less than noise", \
     for [i = 1:highlighted > 0] keyentry with points pt 7 ps 0.9 lc rgb "#0072B2" title \
         caption eq "" ? "CPython's growth" : "highlighted", \
     for [g = 1:shown] keyentry with points pt hollow(g) ps 0.9 lc rgb "#888888" \
         title short(group_name[g]), \
     for [g = 1:(groups > 1 && shown < groups)] keyentry with points pt 0 lc rgb "#FFFFFF" title \
         sprintf("and %d more", groups - shown)
