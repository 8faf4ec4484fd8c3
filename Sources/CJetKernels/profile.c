// What profiles need: names of kernels, and a clock.
#define _POSIX_C_SOURCE 199309L
#include <stddef.h>
#include <time.h>

#include "include/CJetKernels.h"

const char *lk_kernel_name(lk_kernel kernel) {
  static const char *const names[] = {
#define LK_NAME(name) #name,
      LK_KERNELS(LK_NAME)
#undef LK_NAME
  };
  const size_t count = sizeof(names) / sizeof(names[0]);
  for (int32_t isa = LK_BASELINE; isa <= LK_AVX512; ++isa) {
    for (int32_t bytes = 4; bytes <= 8; bytes += 4) {
      // A table is nothing but its kernels, in the order of the names.
      const lk_kernel *kernels = (const lk_kernel *)lk_kernels(isa, bytes);
      for (size_t i = 0; i < count; ++i) {
        if (kernels[i] == kernel) return names[i];
      }
    }
  }
  return NULL;
}

static int64_t read_clock(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t lk_nanoseconds(void) { return read_clock(CLOCK_MONOTONIC); }

int64_t lk_thread_nanoseconds(void) { return read_clock(CLOCK_THREAD_CPUTIME_ID); }
