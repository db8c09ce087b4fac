"""The book's Julia set loops, run by a real CPython for tests to compare with.

julia_book.py sides W1 W2             points per side and per column for every width from W1 to W2
julia_book.py counts W LIMIT RE IM    columns, rows, sum, then the counts in the book's order
"""
import sys

X1, X2, Y1, Y2 = -1.8, 1.8, -1.8, 1.8


def coordinates(width):
    x_step = (X2 - X1) / width
    y_step = (Y1 - Y2) / width
    x = []
    y = []
    ycoord = Y2
    while ycoord > Y1:
        y.append(ycoord)
        ycoord += y_step
    xcoord = X1
    while xcoord < X2:
        x.append(xcoord)
        xcoord += x_step
    return x, y


def iterate(limit, zs, cs):
    output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while abs(z) < 2 and n < limit:
            z = z * z + c
            n += 1
        output[i] = n
    return output


def counts(width, limit, c):
    x, y = coordinates(width)
    zs = []
    cs = []
    for ycoord in y:
        for xcoord in x:
            zs.append(complex(xcoord, ycoord))
            cs.append(complex(c.real, c.imag))
    output = iterate(limit, zs, cs)
    print(len(x), len(y), sum(output))
    print(*output)


if sys.argv[1] == "sides":
    for width in range(int(sys.argv[2]), int(sys.argv[3]) + 1):
        x, y = coordinates(width)
        print(width, len(x), len(y))
else:
    counts(int(sys.argv[2]), int(sys.argv[3]), complex(float(sys.argv[4]), float(sys.argv[5])))
