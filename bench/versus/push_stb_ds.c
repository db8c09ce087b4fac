/*
 * push_stb_ds.c - the functions of stb_ds, which is a header alone, for versus-push.
 */
#define STB_DS_IMPLEMENTATION
#include <stb/stb_ds.h>
