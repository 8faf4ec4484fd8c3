// AVX2 with FMA: a slot is two vectors.
#if defined(__x86_64__)
#define VB 32
#define ISA avx2
#define LK_HAS_FMA
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "bodies.h"
#pragma clang attribute pop
#endif
