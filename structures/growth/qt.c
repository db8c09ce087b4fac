/*
 * qt.c - the containers of Qt: a block is a header and elements, and its bytes are a power of two.
 */
#include "rules.h"

/*
 * qCalculateGrowingBlockSize(): the power of two above the bytes of header, elements and, for
 * strings, the final NUL; then the elements that fit.
 */
static size_t next_block(const struct hr_growth_request *request, size_t header, size_t nul) {
    size_t with_nul = hr_saturating_add(request->needed, nul);
    size_t bytes = bytes_behind(header, with_nul, request->element_bytes);
    size_t block = power_of_two(hr_saturating_add(bytes, 1));
    return elements_behind(header, block, request->element_bytes) - nul;
}

enum { HEADER_5 = 24, HEADER_5_LIST = 16, HEADER_6 = 16 };

static size_t next_qt5_vector(const struct hr_growth *growth,
                              const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed : next_block(request, HEADER_5, 0);
}

static size_t next_qt5_list(const struct hr_growth *growth,
                            const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed : next_block(request, HEADER_5_LIST, 0);
}

static size_t next_qt5_bytearray(const struct hr_growth *growth,
                                 const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed : next_block(request, HEADER_5, 1);
}

static size_t next_qt6_list(const struct hr_growth *growth,
                            const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed : next_block(request, HEADER_6, 0);
}

static size_t next_varlength(const struct hr_growth *growth,
                             const struct hr_growth_request *request) {
    (void)growth;
    return doubled_or_needed(request);
}

/* Pushes of 8 bytes: 5 13 29 61 125 253; of 24: 1 4 9 20 41 84; resize(10): 13. */
const struct hr_growth hr_growth_qt5_vector = {
    .name = "qt5-vector",
    .origin = "Qt 5.15.8, QVector",
    .formula = "(next power of two above 24 + n * size, less 24) / size",
    .rules =
        {
            .push = "qCalculateGrowingBlockSize(), qtools.cpp, 5.15.8",
            .extend = "the same, 5.15.8",
            .construct = "exact, and reserve, 5.15.8; resize takes the rule of extend",
            .shrink = "never (squeeze)",
        },
    .factor = 2.0,
    .next = next_qt5_vector,
};

/* Pushes: 2 6 14 30 62 126 254 */
const struct hr_growth hr_growth_qt5_list = {
    .name = "qt5-list",
    .origin = "Qt 5.15.8, QList of references",
    .formula = "(next power of two above 16 + n * size, less 16) / size",
    .rules =
        {
            .push = "QListData::realloc_grow(), qlist.cpp, 5.15.8",
            .extend = "the same, 5.15.8",
            .construct = "exact, and reserve, 5.15.8",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_qt5_list,
};

/* Pushes: 7 39 103 231 487 999 2023 */
const struct hr_growth hr_growth_qt5_bytearray = {
    .name = "qt5-bytearray",
    .origin = "Qt 5.15.8, QByteArray; capacity without the final NUL",
    .formula = "next power of two above 25 + n, less 25",
    .rules =
        {
            .push = "QByteArray::reallocData(), qbytearray.cpp, 5.15.8",
            .extend = "the same, 5.15.8",
            .construct = "exact, and reserve, 5.15.8",
            .shrink = "never (squeeze)",
        },
    .factor = 2.0,
    .next = next_qt5_bytearray,
};

/* Pushes of 8 bytes: 2 6 14 30 62 126; of 1: 16 48 112 240 496; resize(10) of 8 bytes: 14. */
const struct hr_growth hr_growth_qt6_list = {
    .name = "qt6-list",
    .origin = "Qt 6.4.2, QList, QVector and QByteArray",
    .formula = "(next power of two above 16 + n * size, less 16) / size",
    .rules =
        {
            .push = "qCalculateGrowingBlockSize(), qarraydata.cpp, 6.4.2",
            .extend = "the same, 6.4.2",
            .construct = "exact, and reserve, 6.4.2; resize takes the rule of extend",
            .shrink = "never (squeeze)",
        },
    .factor = 2.0,
    .next = next_qt6_list,
};

/* Pushes from 4 inside the object: 8 16 32 64. */
const struct hr_growth hr_growth_qt_varlengtharray = {
    .name = "qt-varlengtharray",
    .origin = "Qt 5.15.8 and 6.4.2, QVarLengthArray",
    .formula = "max(2 * capacity, n)",
    .rules =
        {
            .push = "append(), qvarlengtharray.h, 5.15.8 and 6.4.2",
            .extend = "max(2 * capacity, n), 5.15.8 and 6.4.2",
            .construct = "exact, 5.15.8 and 6.4.2",
            .shrink = "never (squeeze)",
        },
    .factor = 2.0,
    .next = next_varlength,
};
