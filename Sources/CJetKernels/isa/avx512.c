// AVX-512: a slot is one vector.
#if defined(__x86_64__)
#define VB 64
#define ISA avx512
#define LK_HAS_FMA
#pragma clang attribute push(                                                                     \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#include "bodies.h"
#pragma clang attribute pop
#endif
