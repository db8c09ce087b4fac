# lists-vs-tuples.gp - two panels over the length of small sequences: peak resident bytes of each,
# and the time to make and release one, whose table is the second; three columns a line. The third
# has the bytes that they asked for: three columns for each kind. A line's name ends with what
# gives it its colour, as a malloc; the rest of it, the kind, gives it its dashes and points.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Many small lists against as many tuples"
load ARG0[1:strlen(ARG0) - strlen("lists-vs-tuples.gp")]."common.gp"

stats table using (1) skip 1 nooutput
columns = STATS_columns
lines_drawn = option_number("highlighted", (columns - 1) / 3)
array name[lines_drawn]; array colour[lines_drawn]; array kind[lines_drawn]
array colour_name[lines_drawn]; array kind_name[lines_drawn]
do for [i = 1:lines_drawn] {
    title_text = ""
    stats table using (title_text = $0 == 0 ? stringcolumn(3 * i - 1) : title_text, 1) nooutput
    name[i] = title_text
    colour_name[i] = ""
    kind_name[i] = ""
}
last(text) = words(text) > 0 ? word(text, words(text)) : ""
rest(text) = words(text) > 1 ? text[1:strlen(text) - strlen(last(text)) - 1] : ""
colours = 0; kinds = 0
do for [i = 1:lines_drawn] {
    colour[i] = 0
    kind[i] = 0
    do for [k = 1:colours] { if (colour_name[k] eq last(name[i])) { colour[i] = k } }
    do for [k = 1:kinds] { if (kind_name[k] eq rest(name[i])) { kind[i] = k } }
    if (colour[i] == 0) { colours = colours + 1; colour[i] = colours
        colour_name[colours] = last(name[i]) }
    if (kind[i] == 0) { kinds = kinds + 1; kind[i] = kinds; kind_name[kinds] = rest(name[i]) }
}
stats other(3) using (1) skip 1 nooutput
asked_columns = STATS_columns
dash(k) = k == 1 ? 1 : k == 2 ? 2 : k + 1
filled = "7 5 9 11 13 15 7 5"
hollow = "6 4 8 10 12 14 6 4"
shape(i) = word(kind[i] % 2 == 1 ? filled : hollow, (colour[i] - 1) % 8 + 1) + 0

if (is_text) { set terminal dumb size width,2 * height noenhanced }
small = is_narrow ? ",8" : ",10"
tics_font = is_narrow ? ",9" : ",11"
set tics font tics_font
set xlabel xname font small
set ylabel font small
set key font small
set format x "%.0f"
set xtics 1
stats table using 1 skip 1 nooutput
set xrange [STATS_min - 0.4:STATS_max + 0.4]
set yrange [0:*]
set offsets 0, 0, graph 0.05, 0
key_rows = is_narrow ? 3 : 1
key_height = is_text ? 0 : (key_rows * (is_narrow ? 14.0 : 20.0) + 6) / height
set multiplot
set origin 0, is_text ? 0.5 : key_height
set size is_text ? 1 : 0.5, is_text ? 0.5 : 1 - key_height
set lmargin is_narrow && !is_text ? 7 : 9
set rmargin 1
set ylabel yname
if (is_text) { set key top left } else { unset key }
plot for [i = 1:lines_drawn] table using 1:3 * i - 1:3 * i:3 * i + 1 with yerrorlines \
         lt colour[i] dt dash(kind[i]) pt shape(i) notitle, \
     for [i = 2:asked_columns:3] other(3) using 1:i with lines lc rgb "#555555" lw 1 dt 3 notitle, \
     for [k = 1:colours] keyentry with lines lt k lw 3 title colour_name[k], \
     for [k = 1:(kinds > 1 ? kinds : 0)] keyentry with linespoints lc rgb grey lw 1.6 \
         dt dash(k) pt (k % 2 == 1 ? 7 : 6) ps 0.6 title kind_name[k], \
     keyentry with lines lc rgb "#555555" lw 1 dt 3 title "asked for"

unset label 1
unset label 2
unset key
if (is_text) { set tmargin 2 }
set origin is_text ? 0 : 0.5, is_text ? 0 : key_height
set ylabel is_narrow && !is_text ? "CPU ns each" : "CPU ns each, to make and release"
plot for [i = 1:lines_drawn] other(2) using 1:3 * i - 1:3 * i:3 * i + 1 with yerrorlines \
         lt colour[i] dt dash(kind[i]) pt shape(i) notitle

# The key of both, below them.
if (!is_text) {
    set origin 0, 0
    set size 1, key_height
    set margins 0, 0, 0, 0
    unset border
    unset tics
    unset xlabel
    unset ylabel
    unset grid
    set offsets 0, 0, 0, 0
    set key at screen 0.5, screen key_height center top horizontal maxrows key_rows
    plot [0:1] [0:1] 2 notitle, \
         for [k = 1:colours] keyentry with lines lt k lw 3 title colour_name[k], \
         for [k = 1:(kinds > 1 ? kinds : 0)] keyentry with linespoints lc rgb grey lw 1.6 \
             dt dash(k) pt (k % 2 == 1 ? 7 : 6) ps 0.6 title kind_name[k], \
         keyentry with lines lc rgb "#555555" lw 1 dt 3 title "asked for"
}
unset multiplot
