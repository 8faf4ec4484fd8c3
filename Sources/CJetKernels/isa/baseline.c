// The instruction set every processor of the architecture has: SSE2, NEON. Without fused multiply–adds on
// x86, so that the last bits may differ from the other two.
#define VB 16
#define ISA baseline
#if defined(__aarch64__)
#define LK_HAS_FMA
#endif
#include "bodies.h"
