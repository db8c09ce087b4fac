# lists-vs-tuples.gp - two panels over the length of small sequences: peak resident bytes of each,
# and the time to make and release one, whose table is the second; three columns a line. The third
# has the bytes that they asked for: three columns for each kind. A line's name ends with what
# gives it its colour, as a malloc; the rest of it, the kind, gives it its dashes and points.
# What was asked for has no points: dotted in the colour where it is of one, else black with a
# pattern of dots and dashes for each.
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
asked = (STATS_columns - 1) / 3
array asked_name[asked]; array asked_colour[asked]
do for [i = 1:asked] {
    title_text = ""
    stats other(3) using (title_text = $0 == 0 ? stringcolumn(3 * i - 1) : title_text, 1) nooutput
    asked_name[i] = title_text
    asked_colour[i] = 0
    do for [k = 1:colours] { if (colour_name[k] eq last(title_text)) { asked_colour[i] = k } }
}
dash(k) = k == 1 ? 1 : k == 2 ? 2 : k + 1
filled = "7 5 9 11 13 15 7 5"
hollow = "6 4 8 10 12 14 6 4"
mark(k) = word(filled, (k - 1) % 8 + 1) + 0
shape(i) = word(kind[i] % 2 == 1 ? filled : hollow, (colour[i] - 1) % 8 + 1) + 0
# In text each has signs of its own.
asked_type(i) = is_text ? colours + i : asked_colour[i] > 0 ? asked_colour[i] : 7
asked_dash(i) = is_text || asked_colour[i] > 0 ? 3 : 3 + (i - 1) % 3
asked_title(i) = "asked for".(asked > 1 ? ", ".asked_name[i] : "")
size_of(k) = k % 2 == 1 ? 0.8 : 1.2

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
# One entry tells of the dots where the colours tell the rest.
dotted = asked > 2 && asked_colour[1] > 0
key_rows = is_narrow ? 3 : colours + (kinds > 1 ? kinds : 0) + (dotted ? 1 : asked) > 5 ? 2 : 1
key_height = is_text ? 0 : (key_rows * (is_narrow ? 14.0 : 20.0) + 6) / height
set multiplot
set origin 0, is_text ? 0.5 : key_height
set size is_text ? 1 : 0.5, is_text ? 0.5 : 1 - key_height
set lmargin 9
set rmargin 1
set ylabel yname offset is_narrow && !is_text ? 1.5 : 0, 0
time_name = "CPU ns each, to make and release"
if (is_text) { set key top left } else { unset key }
plot for [i = 1:lines_drawn] table using 1:3 * i - 1:3 * i:3 * i + 1 with yerrorlines \
         lt colour[i] dt dash(kind[i]) pt shape(i) ps size_of(kind[i]) notitle, \
     for [i = 1:asked] other(3) skip 1 using 1:3 * i - 1 with lines lt asked_type(i) \
         lw 1.2 dt asked_dash(i) title is_text ? asked_title(i) : "", \
     for [k = 1:colours] keyentry with lines lt k lw 3 title colour_name[k], \
     for [k = 1:(kinds > 1 ? kinds : 0)] keyentry with linespoints lc rgb grey lw 1.6 \
         dt dash(k) pt (k % 2 == 1 ? 7 : 6) ps size_of(k) title kind_name[k]

unset label 1
unset label 2
unset key
if (is_text) { set tmargin 3; set title time_name noenhanced }
set origin is_text ? 0 : 0.5, is_text ? 0 : key_height
set ylabel is_narrow ? "CPU ns each" : time_name
plot for [i = 1:lines_drawn] other(2) using 1:3 * i - 1:3 * i:3 * i + 1 with yerrorlines \
         lt colour[i] dt dash(kind[i]) pt shape(i) ps size_of(kind[i]) notitle

# The key of both, below them.
if (!is_text) {
    set origin 0, 0
    set size 1, key_height
    set margins 0, 0, 0, 0
    unset border
    unset tics
    unset xlabel
    unset ylabel
    unset title
    unset grid
    set offsets 0, 0, 0, 0
    set key at screen 0.5, screen key_height center top horizontal maxrows key_rows samplen 4
    plot [0:1] [0:1] 2 notitle, \
         for [k = 1:colours] keyentry with linespoints lt k pt mark(k) ps 0.8 \
             title colour_name[k], \
         for [k = 1:(kinds > 1 ? kinds : 0)] keyentry with linespoints lc rgb grey lw 1.6 \
             dt dash(k) pt (k % 2 == 1 ? 7 : 6) ps size_of(k) title kind_name[k], \
         for [i = 1:(dotted ? 1 : asked)] keyentry with lines lt (dotted ? 7 : asked_type(i)) \
             lw 1.2 dt asked_dash(i) title dotted ? "asked for, dotted" : asked_title(i)
}
unset multiplot
