/*
 * plugin_operators.cc - a C++ library that edges.c, a program in C, opens: the operators are then
 * where the tracer's own search does not reach.
 */
#include <new>

extern "C" int plugin_work(int count);

extern "C" int plugin_work(int count) {
    int made = 0;
    for (int i = 0; i < count; i++) {
        void *block = ::operator new(24);
        void *quiet = ::operator new[](40, std::nothrow);
        made += block != nullptr && quiet != nullptr;
        ::operator delete(block);
        ::operator delete[](quiet);
    }
    return made;
}
