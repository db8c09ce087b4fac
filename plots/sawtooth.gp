# sawtooth.gp - headroom in per cent of the length, on a logarithmic axis of lengths.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8
headline = "Headroom when filled by appends, from length 10 on"
load ARG0[1:strlen(ARG0) - strlen("sawtooth.gp")]."common.gp"

stats table using (1) skip 1 nooutput
set xlabel xname
set ylabel yname
set logscale x
set xrange [10:*] noextend # below, a first capacity of 10 would be 900 % and hide the rest
set yrange [0:*]
eval key_outside
plot for [i = 2:STATS_columns] table using 1:i with lines lt i - 1 lw 1.5 title columnheader(i)
