// For plain C libraries that Lacuna calls through a manifest: says what the type of a function is, so that
// the manifest can be believed. Nothing else of Lacuna is needed; Docs/ForeignFunctions.md tells the rest.
//
//   double complex margin(const double complex *logits, size_t classes, int64_t target) { … }
//   LACUNA_SIGNATURE(double complex, margin,
//                    const double complex *logits, size_t classes, int64_t target)
//
// The prototype is repeated, result, name and arguments apart. It declares the function once more, so that
// the compiler refuses one that is not the function's, and it defines the companion
// `const char *lacuna_signature_margin(void)`, which returns it as text.
#ifndef LACUNA_SIGNATURE_H
#define LACUNA_SIGNATURE_H

#ifdef __cplusplus
#define LACUNA_SIGNATURE_C extern "C"
#else
#define LACUNA_SIGNATURE_C
#endif

#if defined(__GNUC__)
#define LACUNA_SIGNATURE_EXPORT __attribute__((visibility("default"), used))
#else
#define LACUNA_SIGNATURE_EXPORT
#endif

#define LACUNA_SIGNATURE(result, function, ...)                                          \
  LACUNA_SIGNATURE_C result function(__VA_ARGS__);                                       \
  LACUNA_SIGNATURE_C LACUNA_SIGNATURE_EXPORT const char *lacuna_signature_##function(void); \
  LACUNA_SIGNATURE_C LACUNA_SIGNATURE_EXPORT const char *lacuna_signature_##function(void) { \
    return #result " " #function "(" #__VA_ARGS__ ")";                                   \
  }                                                                                      \
  LACUNA_SIGNATURE_C const char *lacuna_signature_##function(void)

#endif
