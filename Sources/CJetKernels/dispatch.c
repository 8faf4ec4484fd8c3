#include "include/CJetKernels.h"

#define DECLARE(isa)                                                                              \
  extern const lk_table lk_table_f64_##isa, lk_table_f32_##isa;                                   \
  double lk_peak_f64_##isa(int64_t);                                                              \
  double lk_peak_f32_##isa(int64_t);

DECLARE(baseline)
#if defined(__x86_64__)
DECLARE(avx2)
DECLARE(avx512)
#endif

int32_t lk_best_isa(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    return LK_AVX512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return LK_AVX2;
#endif
  return LK_BASELINE;
}

const lk_table *lk_kernels(int32_t isa, int32_t bytes) {
#if defined(__x86_64__)
  if (isa == LK_AVX512) return bytes == 8 ? &lk_table_f64_avx512 : &lk_table_f32_avx512;
  if (isa == LK_AVX2) return bytes == 8 ? &lk_table_f64_avx2 : &lk_table_f32_avx2;
#endif
  (void)isa;
  return bytes == 8 ? &lk_table_f64_baseline : &lk_table_f32_baseline;
}

double lk_peak(int32_t isa, int32_t bytes, int64_t rounds) {
#if defined(__x86_64__)
  if (isa == LK_AVX512) return bytes == 8 ? lk_peak_f64_avx512(rounds) : lk_peak_f32_avx512(rounds);
  if (isa == LK_AVX2) return bytes == 8 ? lk_peak_f64_avx2(rounds) : lk_peak_f32_avx2(rounds);
#endif
  (void)isa;
  return bytes == 8 ? lk_peak_f64_baseline(rounds) : lk_peak_f32_baseline(rounds);
}
