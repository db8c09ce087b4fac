# julia-false-grey.gp - the Julia set with a false grey scale to show detail: the level of 0 ...
# 255 is multiplied by 16 and cut to a byte, so that grey runs from black to white again every 16
# levels. The book's picture reads (o + 256 o + 256^2 o) * 16 as bytes, where each colour carries
# into the next and tints the bright parts; here all three colours are the first byte, so that
# every point is a grey. The table is a matrix of counts.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Julia set in false grey"
caption = "shade: updates before |z| reaches 2 as 256 levels, black to white again every 16"
load ARG0[1:strlen(ARG0) - strlen("julia-false-grey.gp")]."common.gp"

# 1000 x 1000 points of a PNG where no other size is asked for: one for each of the book's.
if (size eq "800x500") { width = 630; height = 630 + 14 * lines[3] }
beside = 130
space = 130 + 14 * lines[3]
side = width - beside < height - space ? width - beside : height - space
if (terminal eq "png") { set terminal pngcairo size 2 * width,2 * height }
if (terminal eq "svg") { set terminal svg size width,height }
stats table nonuniform matrix using 3 nooutput
most = STATS_max
byte(n) = (int(n / most * 255) * 16) & 255
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
if (is_text) {
    # a sign for every few points, darker to lighter
    across = ceil(STATS_size_x / (width - 10.0))
    down = ceil(STATS_size_y / (height - 4.0))
    signs = " .:-=+*%#@"
    sign(level) = signs[int(level) + 1:int(level) + 1]
    unset border
    plot table nonuniform matrix every across:down using 1:2:(sign(byte($3) / 255.0 * 9)) \
        with labels
} else {
    plot table nonuniform matrix using 1:2:(byte($3)):(byte($3)):(byte($3)) with rgbimage
}
