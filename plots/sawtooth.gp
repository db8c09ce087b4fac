# sawtooth.gp - headroom in per cent of the length, on a logarithmic axis of lengths: a panel per
# policy with its teeth (the second table) and the line through their tops. As text, and for more
# policies than panels, the lines through the tops alone tell most of them.
table = ARG1; out = ARG2; terminal = ARG3; size = ARG4
xname = ARG5; yname = ARG6; subtitle = ARG7; options = ARG8; caption = ARG9
headline = "Headroom when filled by appends".\
    (terminal eq "dumb" ? ": the line through its tops" : ", and the line through its tops")
least_panels = 2
load ARG0[1:strlen(ARG0) - strlen("sawtooth.gp")]."common.gp"

set xlabel xname
set ylabel yname
set logscale x
stats table using 1 skip 1 nooutput
set xrange [STATS_min:STATS_max] noextend
# One that begins with hundreds of slots would press all others to the bottom.
ceiling_at = 150
set yrange [0:*<150]
# What has none would be hidden by the axis there.
if (is_text) { set yrange [-6:*<150] }
is_logx = 1
yformat = "%g"
eval key_outside
step = 1
points = "1:(column(c(k)))"
how = is_panels ? "with lines lw 2 dt 1" : "with lines lw 2.4"
faintly = "with lines"
teeth = "other(2) skip 1 using 1:(column(c(k))) with lines lw 0.7 dt 1"
beside = is_text ? "" : ", for [k = 1:highlighted] ".teeth." lt k notitle"
over = ", ".teeth." lt 2 notitle"
load ARG0[1:strlen(ARG0) - strlen("sawtooth.gp")]."series.gp"
