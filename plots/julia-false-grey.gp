# julia-false-grey.gp - the Julia set with a false grey scale to show detail: the level of 0 ...
# 255 is multiplied by 16 and cut to a byte, so that grey runs from black to white again every 16
# levels. The book's picture reads (o + 256 o + 256^2 o) * 16 as bytes, where each colour carries
# into the next and tints the bright parts; here all three colours are the first byte, so that
# every point is a grey. The table is a matrix of counts.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Julia set in false grey"
load ARG0[1:strlen(ARG0) - strlen("julia-false-grey.gp")]."common.gp"

if (terminal eq "png") { set terminal pngcairo size 1260,1260 noenhanced font "DejaVu Sans,12" \
    fontscale 1.75 linewidth 2 background rgb "white" }
if (terminal eq "svg") { set terminal svg size 630,630 noenhanced font "DejaVu Sans,12" \
    background rgb "white" }
stats table nonuniform matrix using 3 nooutput
most = STATS_max
byte(n) = (int(n / most * 255) * 16) & 255
set xlabel xname
set ylabel yname
# 1000 x 1000 points of a PNG: one for each of the book's.
if (terminal ne "dumb") {
    set lmargin at screen 190.0 / 1260; set rmargin at screen 1190.0 / 1260
    set bmargin at screen 145.0 / 1260; set tmargin at screen 1145.0 / 1260
}
unset grid
unset key
set format x "%g"
set xrange [*:*] noextend
set yrange [*:*] noextend
if (terminal eq "dumb") {
    # a sign for every few points, darker to lighter
    signs = " .:-=+*%#@"
    sign(level) = signs[int(level) + 1:int(level) + 1]
    unset border
    plot table nonuniform matrix every 12:32 using 1:2:(sign(byte($3) / 255.0 * 9)) with labels
} else {
    plot table nonuniform matrix using 1:2:(byte($3)):(byte($3)):(byte($3)) with rgbimage
}
