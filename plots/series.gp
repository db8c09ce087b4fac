# series.gp - draws all lines of a table: those that stand out in colour with a key, the others
# faint behind them (not in text); or a panel for each. A script sets
#
#     step = 3                                     columns a line; the first of them has its name
#     points = "1:(column(c(k)))"                  what `using` is given for line k; c(k) is that
#     how = "with lines"; faintly = "with lines"   styles of those that stand out, and of the others
#     beside = ", x with lines"                    "", or what else is drawn; in panels it is `over`
#
# and an xrange, is_logx = 1 where it is logarithmic, ceiling_at where panels are to be cut, and
# loads this in place of `plot`. OPTIONS has lines=N and highlighted=M.
stats table using (1) skip 1 nooutput
count = (STATS_columns - 1) / step
if (!exists("at")) { at = "1" }
if (!exists("is_logx")) { is_logx = 0 }
if (!exists("over")) { over = "" }
if (!exists("ceiling_at")) { ceiling_at = 1e300 }
highlighted = option_number("highlighted", count)
# Lines without a title skip the heads, which would count as a row.
c(k) = 2 + (k - 1) * step
if (step == 1) { eval dashed }
if (is_panels) {
    columns = ceil(sqrt(count * 0.62 * width / height))
    rows = (count + columns - 1) / columns
    # All panels have the axes that all lines together would have. A range would hide values from
    # stats, which does not work on a logarithmic axis either.
    unset logscale
    set yrange [*:*]
    most = -1e300; least = 1e300
    do for [k = 1:count] {
        stats table using (column(c(k) + step - 1)) skip 1 nooutput
        if (STATS_records > 0) { most = STATS_max > most ? STATS_max : most }
        stats table using (column(c(k) + (step > 1))) skip 1 nooutput
        if (STATS_records > 0) { least = STATS_min < least ? STATS_min : least }
    }
    stats table using 1 skip 1 nooutput
    xformat = format_for(STATS_min, STATS_max, is_logx)
    if (is_logx) { set logscale x }
    if (is_logx && STATS_max / STATS_min > 9999) { set xtics 100 }
    set offsets 0, 0, 0, 0
    if (has_option("logy")) { set logscale y }
    if (has_option("logy")) { set yrange [least / 1.3:most * 1.3] } else {
        most = most > ceiling_at ? ceiling_at : ceiling(most)
        set yrange [0:most]
    }
    unset tmargin; unset rmargin; unset lmargin; unset bmargin
    top = 1 - ((is_narrow ? 15.0 : 17.0) * (lines[1] + 0.75 * (lines[2] + lines[3])) + 26) / height
    set multiplot layout rows,columns \
        margins screen 62.0 / width,1 - 18.0 / width,46.0 / height,top \
        spacing screen (is_logx ? 14.0 : 28.0) / width,22.0 / height
    set label 1 at screen 12.0 / width, 1 - 16.0 / height offset 0, 0
    set label 2 at screen 12.0 / width, 1 - (16.0 + 18.0 * lines[1]) / height offset 0, 0
    set label 3 xname at screen 0.5, 11.0 / height center noenhanced textcolor rgb "#222222"
    set label 4 yname at screen 12.0 / width, top / 2 center rotate by 90 noenhanced \
        textcolor rgb "#222222"
    unset xlabel
    unset ylabel
    set tics font ",8"
    set xtics offset 0, 0.4
    set ytics offset 0.5, 0
    set key at graph -0.02, graph 1.0 left bottom Left reverse samplen 0 font ",9" spacing 0.8
    do for [k = 1:count] {
        set format x (k > count - columns ? xformat : "")
        if (k % columns == 1 || columns == 1) { set format y yformat } else { set format y "" }
        plot for [j = 1:count] table skip 1 using @at:(column(c(j))) @faintly \
                lc rgb "#D4D4D4" lw 0.5 dt 1 notitle, \
            table using @points @how lt 1 title columnheader(c(k)) @over
        unset label
    }
    unset multiplot
} else {
# In text the key's error bars are three lines high, and would stand in the axis's name.
if (is_text && step == 3) { set bmargin 5 + ceil(highlighted * 24.0 / width) }
if (highlighted < count && !is_text) {
    plot for [k = highlighted + 1:count] table skip 1 using @at:(column(c(k))) @faintly \
            lc rgb faint lw 0.8 dt 1 notitle, \
        for [k = 1:highlighted] table using @points @how lt k title columnheader(c(k)), \
        NaN @faintly lc rgb faint lw 0.8 dt 1 \
            title sprintf("%d others", count - highlighted) @beside
} else {
    plot for [k = 1:highlighted] table using @points @how lt k title columnheader(c(k)) @beside
}
}
