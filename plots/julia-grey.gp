# julia-grey.gp - the Julia set in pure grey: black escapes at once, white never. The table is a
# matrix of counts.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Julia set in pure grey"
load ARG0[1:strlen(ARG0) - strlen("julia-grey.gp")]."common.gp"

if (terminal eq "png") { set terminal pngcairo size 1500,1260 noenhanced font "DejaVu Sans,12" \
    fontscale 1.75 linewidth 2 background rgb "white" }
if (terminal eq "svg") { set terminal svg size 750,630 noenhanced font "DejaVu Sans,12" \
    background rgb "white" }
stats table nonuniform matrix using 3 nooutput
most = STATS_max
set xlabel xname
set ylabel yname
# 1000 x 1000 points of a PNG: one for each of the book's.
if (terminal ne "dumb") {
    set lmargin at screen 190.0 / 1500; set rmargin at screen 1190.0 / 1500
    set bmargin at screen 145.0 / 1260; set tmargin at screen 1145.0 / 1260
}
unset grid
unset key
set format x "%g"
set xrange [*:*] noextend
set yrange [*:*] noextend
set palette gray
set cblabel "updates before |z| reaches 2" offset 1.5, 0 noenhanced
if (terminal eq "dumb") {
    # a sign for every few points, darker to lighter
    signs = " .:-=+*%#@"
    sign(level) = signs[int(level) + 1:int(level) + 1]
    unset border
    plot table nonuniform matrix every 12:32 using 1:2:(sign($3 / most * 9)) with labels
} else {
    plot table nonuniform matrix using 1:2:3 with image
}
