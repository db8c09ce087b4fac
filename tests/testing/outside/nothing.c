/* nothing.c - a program whose main is in a library. */
extern int nothing;
int nothing;
