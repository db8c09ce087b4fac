# orbit.gp - two panels: |z| of the points by iteration with the bound, and their ways in the
# complex plane, whose table is the second: two columns a point, from its ringed start on.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Orbits: one point stays, one leaves"
says_y = 1
load ARG0[1:strlen(ARG0) - strlen("orbit.gp")]."common.gp"

stats table using (1) skip 1 nooutput
columns = STATS_columns
shown = is_narrow ? 20 : 30
# Text has no room for panels side by side.
if (is_text) { set terminal dumb size width,2 * height noenhanced }
side = is_text ? 1 : (is_narrow ? 0.54 : width > 2 * height ? 0.62 : 0.53)
small = is_narrow ? ",9" : ",11"
set tics font small
set xlabel font small
set ylabel font small
set key font small samplen 4
set multiplot

set origin 0, is_text ? 0.5 : 0
set size side, is_text ? 0.5 : 1
set xlabel xname
set ylabel yname offset is_narrow && !is_text ? 2 : 0, 0
set lmargin is_narrow && !is_text ? 7 : 10
set rmargin 1
set format x "%.0f"
set xrange [-0.7:shown]
set yrange [0:2.4]
set ytics 0.5
set key at graph 0.98, graph 0.72 right
plot 2 with lines lt 7 lw 1.2 dt 2 title "|z| = 2", \
     for [i = 2:columns] table using 1:i with linespoints lt i - 1 title columnheader(i)

unset label 1
unset label 2
if (is_text) { set tmargin 2 }
set origin is_text ? 0 : side, 0
set size is_text ? 1 : 1 - side, is_text ? 0.5 : 1
set xlabel is_narrow && !is_text ? "real part" : "real part of z"
set ylabel is_narrow && !is_text ? "imaginary part" : "imaginary part of z" offset 0, 0
set format x "%g"
set xrange [-2.3:2.3]
set yrange [-2.3:2.3]
set xtics 1
set ytics 1
set grid xtics
if (!is_text) { set size ratio -1 }
unset key
unset arrow
set parametric
set trange [0:2 * pi]
set samples 200
plot 2 * cos(t), 2 * sin(t) with lines lt 7 lw 1.2 dt 2, \
     for [i = 1:columns - 1] other(2) using 2 * i:2 * i + 1 with linespoints lt i lw 0.6 ps 0.4, \
     for [i = 1:columns - 1] other(2) using 2 * i:2 * i + 1 skip 1 every ::0::0 with points lt i \
         pt 6 ps 1.2
unset multiplot
