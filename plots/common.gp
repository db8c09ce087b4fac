# common.gp - the style that all plots share, and the terminals. Each script starts with
#
#     table = ARG1; out = ARG2; terminal = ARG3
#     xname = ARG4; yname = ARG5; subtitle = ARG6; screen = ARG8
#     headline = "..."
#     load ARG0[1:strlen(ARG0) - strlen("NAME.gp")]."common.gp"
#
# and is run by hand as   gnuplot -c plots/NAME.gp TABLE.tsv OUT.svg svg XNAME YNAME SUBTITLE
# Terminals: svg, png, or dumb for text (OUT "-" is standard output), ARG8 columns wide.
# Everything that comes from a table or an argument is drawn as it is: no markup, no commands.

if (terminal eq "png") {
    set terminal pngcairo size 1600,1000 noenhanced font "DejaVu Sans,12" fontscale 1.75 \
        linewidth 2 background rgb "white"
}
if (terminal eq "svg") {
    set terminal svg size 800,500 noenhanced font "DejaVu Sans,12" background rgb "white"
}
if (terminal eq "dumb") {
    set terminal dumb size (screen eq "" ? 100 : int(screen)),34 noenhanced
}
if (out ne "-") { set output out }

set encoding utf8
set datafile separator tab
set datafile commentschars ""
set datafile missing "NaN"

# Okabe and Ito's colours, in an order whose neighbours differ in lightness too; the points differ
# as well.
set linetype 1 lc rgb "#0072B2" lw 1.6 pt 7 ps 0.55
set linetype 2 lc rgb "#D55E00" lw 1.6 pt 5 ps 0.55
set linetype 3 lc rgb "#009E73" lw 1.6 pt 9 ps 0.65
set linetype 4 lc rgb "#CC79A7" lw 1.6 pt 11 ps 0.65
set linetype 5 lc rgb "#E69F00" lw 1.6 pt 13 ps 0.65
set linetype 6 lc rgb "#56B4E9" lw 1.6 pt 6 ps 0.6
set linetype 7 lc rgb "#000000" lw 1.6 pt 4 ps 0.6
set linetype 8 lc rgb "#999999" lw 1.6 pt 8 ps 0.6
set linetype cycle 8

grey = "#555555"
set border 3 lc rgb grey lw 0.8
set tics nomirror out scale 0.6 textcolor rgb "#333333"
set grid ytics lc rgb "#DDDDDD" lw 0.6 dt 1
set key noenhanced top left reverse Left samplen 2 spacing 1.15 textcolor rgb "#222222"
set xlabel noenhanced textcolor rgb "#222222"
set ylabel noenhanced textcolor rgb "#222222"
set tmargin 4.5
set xtics noenhanced
set lmargin 10
set rmargin 3

# "5M" for 5,000,000 on axes of elements.
set format x "%.0s%c"

# A long subtitle takes two lines, broken at a space.
room = terminal eq "dumb" ? (screen eq "" ? 100 : int(screen)) - 12 : 105
is_long = strlen(subtitle) > room
if (is_long) {
    cut = room
    while (cut > 1 && subtitle[cut:cut] ne " ") { cut = cut - 1 }
    subtitle = subtitle[1:cut - 1]."\n".subtitle[cut + 1:strlen(subtitle)]
    set tmargin 5.5
}

# The headline at the left, and under it in small letters what all of the picture shares.
# `headline` is set by the script before it loads this file.
set label 1 headline at graph 0, graph 1 left offset character 0, is_long ? 3.3 : 2.3 font \
    ",13" noenhanced textcolor rgb "#111111" front
set label 2 subtitle at graph 0, graph 1 left offset character 0, is_long ? 2.1 : 1.1 font ",9" \
    noenhanced textcolor rgb grey front
