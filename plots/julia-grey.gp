# julia-grey.gp - the Julia set in pure grey: black escapes at once, white never. The table is a
# matrix of counts.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Julia set in pure grey"
if (terminal eq "dumb") {
    caption = "sign: updates before |z| reaches 2, from none to all by .:-=+*%#@"
}
load ARG0[1:strlen(ARG0) - strlen("julia-grey.gp")]."common.gp"

# 1000 x 1000 points of a PNG where no other size is asked for: one for each of the book's.
if (size eq "800x500") { width = 750; height = 630 }
beside = 250
side = width - beside < height - 130 ? width - beside : height - 130
if (terminal eq "png") { set terminal pngcairo size 2 * width,2 * height }
if (terminal eq "svg") { set terminal svg size width,height }
stats table nonuniform matrix using 3 nooutput
most = STATS_max
set xlabel xname
set ylabel yname
if (!is_text) {
    set lmargin at screen 95.0 / width; set rmargin at screen (95.0 + side) / width
    set bmargin at screen 72.5 / height; set tmargin at screen (72.5 + side) / height
}
unset grid
unset key
set format x "%g"
set xrange [*:*] noextend
set yrange [*:*] noextend
set palette gray
set cblabel "updates before |z| reaches 2" offset 1.5, 0 noenhanced
if (is_text) {
    # a sign for every few points, darker to lighter
    across = ceil(STATS_size_x / (width - 10.0))
    down = ceil(STATS_size_y / (height - 4.0))
    signs = " .:-=+*%#@"
    sign(level) = signs[int(level) + 1:int(level) + 1]
    unset border
    plot table nonuniform matrix every across:down using 1:2:(sign($3 / most * 9)) with labels
} else {
    plot table nonuniform matrix using 1:2:3 with image
}
