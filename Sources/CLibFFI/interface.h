// What the files of this module share.
#ifndef LACUNA_FFI_INTERFACE_H
#define LACUNA_FFI_INTERFACE_H

#include "include/lacuna_ffi.h"

#include <ffi.h>

// Enough arguments to keep the values of a call on the stack.
enum { LF_MOST_ARGUMENTS = 64 };

// Memory for one argument or result, of any type. libffi writes integral results as a whole ffi_arg.
typedef union lf_slot {
  ffi_arg word;
  ffi_sarg signed_word;
  int32_t i32;
  int64_t i64;
  size_t size;
  float f32;
  double f64;
  float complex_f32[2];
  double complex_f64[2];
  const void *pointer;
  // Larger and stricter than any of the above.
  _Alignas(16) unsigned char bytes[32];
} lf_slot;

struct lf_interface {
  ffi_cif cif;
  uint32_t count;
  int32_t result;
  int32_t codes[LF_MOST_ARGUMENTS];
  // libffi keeps a pointer to this array.
  ffi_type *types[LF_MOST_ARGUMENTS];
};

// Puts a value where libffi reads an argument.
void lf_store(int32_t type, const lf_value *value, lf_slot *slot);

// Reads an argument, as the C function sees it.
void lf_load(int32_t type, const void *memory, lf_value *value);

#endif
