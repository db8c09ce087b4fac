# common.gp - the style that all plots share, and the terminals. Each script starts with
#
#     table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
#     xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
#     headline = "..."
#     load ARG0[1:strlen(ARG0) - strlen("NAME.gp")]."common.gp"
#
# and is run by hand as
#
#     gnuplot -d -c plots/NAME.gp TABLE.tsv OUT.svg svg 800x500 XNAME YNAME SUBTITLE OPTIONS CAPTION
#
# Terminals: svg, png (two pixels for each of SIZE), or dumb for text (SIZE in characters, OUT "-"
# is standard output). Further tables lie beside the first: other(2) is TABLE-2.tsv. OPTIONS are
# words, which has_option("logx") and option_number("lines", 1) of "lines=3" read them.
# CAPTION says which lines stand out; series.gp draws them, or a panel for each line from as
# many on as the script sets least_panels to before it loads this.
# Everything that comes from a table or an argument is drawn as it is: no markup, no commands.

is_text = terminal eq "dumb"
if (size eq "") { size = is_text ? "100x34" : "800x500" }
width = int(size[1:strstrt(size, "x") - 1])
height = int(size[strstrt(size, "x") + 1:strlen(size)])
is_narrow = width < (is_text ? 100 : 640)

if (terminal eq "png") {
    set terminal pngcairo size 2 * width,2 * height noenhanced font "DejaVu Sans,12" \
        fontscale (is_narrow ? 1.5 : 1.75) linewidth 2 background rgb "white"
}
if (terminal eq "svg") {
    set terminal svg size width,height noenhanced font "DejaVu Sans,12" \
        fontscale (is_narrow ? 0.85 : 1) background rgb "white"
}
if (is_text) { set terminal dumb size width,height noenhanced }
if (out ne "-") { set output out }

set encoding utf8
set datafile separator tab
set datafile commentschars ""
set datafile missing "NaN"

other(n) = sprintf("%s-%d.tsv", table[1:strlen(table) - strlen(".tsv")], n)
has_option(name) = strstrt(" ".options." ", " ".name." ") > 0
option_at(name) = strstrt(" ".options, " ".name."=")
option_number(name, usual) = option_at(name) == 0 ? usual : \
    int(real(options[option_at(name) + strlen(name) + 1:strlen(options)]))

# Okabe and Ito's colours, in an order whose neighbours differ in lightness too; the points differ
# as well, and the dashes where lines have none.
set linetype 1 lc rgb "#0072B2" lw 1.6 pt 7 ps 0.55
set linetype 2 lc rgb "#D55E00" lw 1.6 pt 5 ps 0.55
set linetype 3 lc rgb "#009E73" lw 1.6 pt 9 ps 0.65
set linetype 4 lc rgb "#CC79A7" lw 1.6 pt 11 ps 0.65
set linetype 5 lc rgb "#E69F00" lw 1.6 pt 13 ps 0.65
set linetype 6 lc rgb "#56B4E9" lw 1.6 pt 6 ps 0.6
set linetype 7 lc rgb "#000000" lw 1.6 pt 4 ps 0.6
set linetype 8 lc rgb "#999999" lw 1.6 pt 8 ps 0.6
set linetype cycle 8

# For lines without points: `eval dashed`.
dashed = "set linetype 1 dt 1; set linetype 2 dt (10, 4); set linetype 3 dt (3, 3); ".\
    "set linetype 4 dt (10, 3, 3, 3); set linetype 5 dt (6, 6); ".\
    "set linetype 6 dt (14, 3, 3, 3, 3, 3); set linetype 7 dt (1.5, 3); set linetype 8 dt (20, 5)"

grey = "#555555"
set border 3 lc rgb grey lw 0.8
set tics nomirror out scale 0.6 textcolor rgb "#333333"
set grid ytics lc rgb "#DDDDDD" lw 0.6 dt 1
set key noenhanced top left reverse Left samplen 2 spacing 1.15 textcolor rgb "#222222"
faint = "#C4C4C4"
# Where a key may hide nothing: `eval key_outside`.
key_outside = is_narrow ? "set key outside bottom center horizontal ".\
    (is_text ? "; set bmargin" : "height 0.8; set bmargin; set xlabel offset 0, 0.3") : \
    "unset rmargin; set key outside right center"
set xlabel noenhanced textcolor rgb "#222222"
set ylabel noenhanced textcolor rgb "#222222"
set xtics noenhanced
set lmargin 10
set rmargin 3

# "5M" for 5,000,000 on axes of elements; on others where numbers are long.
set format x "%.0s%c"
yformat = "%g"
format_for(least, most, is_log) = is_log ? (least < 1 ? "%g" : "%.0s%c") : \
    most >= 1e5 ? "%.1s%c" : "%g"
# The next number above with one digit or two.
ceiling(most) = most <= 0 ? 1 : ceil(most / 10.0 ** (floor(log10(most)) - 1)) * \
    10.0 ** (floor(log10(most)) - 1)

# The headline at the left, and under it in small letters what all of the picture shares and which
# lines stand out; broken at spaces where they are too long. `headline` is set by the script before
# it loads this.
if (!exists("caption")) { caption = "" }
if (!exists("least_panels")) { least_panels = 1e9 }
# Text has no room beside the axis for its name: the headline has it, unless the script has set
# says_y = 1, as it finds a place for it.
if (is_text && !exists("says_y") && strstrt(headline, yname) == 0) {
    headline = headline."; up: ".yname
}
is_panels = option_number("lines", 0) >= least_panels && !has_option("chosen") && !is_text && \
    option_number("lines", 0) <= (is_narrow ? 12 : 20)
if (is_panels) { caption = "a panel for each line, the others in grey" }
# Grey does not exist in text: the others are left out there.
ending = "in grey"
before_ending = strlen(caption) - strlen(ending)
if (is_text && !is_panels && before_ending > 0 && caption[before_ending + 1:*] eq ending) {
    caption = caption[1:before_ending]."in the table alone"
}
array texts[3] = [headline, subtitle, caption]
array lines[3]
do for [k = 1:3] {
    room = is_text ? width - 14.0 : (width - 90) / (k == 1 ? 8.5 : is_narrow ? 5.1 : 6.0)
    rest = texts[k]
    wrapped = ""
    lines[k] = rest ne ""
    while (strlen(rest) > room) {
        cut = int(room)
        while (cut > 1 && rest[cut:cut] ne " ") { cut = cut - 1 }
        if (cut <= 1) { cut = int(room) }
        wrapped = wrapped.rest[1:cut]."\n"
        rest = rest[cut + 1:strlen(rest)]
        lines[k] = lines[k] + 1
    }
    texts[k] = wrapped.rest
}
above = (is_text ? 1.0 : 0.95) * (lines[2] + lines[3])
set tmargin 1.2 + above + 1.3 * lines[1]
set label 1 texts[1] at graph 0, graph 1 left offset character 0, above + 1.3 * lines[1] - 0.1 \
    font ",13" noenhanced textcolor rgb "#111111" front
set label 2 texts[2].(lines[3] > 0 ? "\n" : "").texts[3] at graph 0, graph 1 left \
    offset character 0, 0.1 + above font ",9" noenhanced textcolor rgb grey front
