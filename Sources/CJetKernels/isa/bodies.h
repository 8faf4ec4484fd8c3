// Includes every body once for each precision. Defined before inclusion: VB, ISA.
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "../include/CJetKernels.h"
#include "../scalar.h"

#pragma STDC FP_CONTRACT OFF

#define JOIN3(a, b, c) a##_##b##_##c
#define NAME3(a, b, c) JOIN3(a, b, c)

#define T double
#define vec NAME3(vec, f64, ISA)
#define SQRT(x) __builtin_sqrt(x)
#define KERNEL(name) NAME3(lk_##name, f64, ISA)
#define TABLE NAME3(lk_table, f64, ISA)
#include "../bodies/all.inc"
#undef T
#undef SQRT
#undef KERNEL
#undef TABLE

#define T float
#define vec NAME3(vec, f32, ISA)
#define SQRT(x) __builtin_sqrtf(x)
#define KERNEL(name) NAME3(lk_##name, f32, ISA)
#define TABLE NAME3(lk_table, f32, ISA)
#include "../bodies/all.inc"
