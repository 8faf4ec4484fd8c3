#include "interface.h"

#include <stdlib.h>
#include <string.h>

// libffi's description of a type; null when this libffi has none.
static ffi_type *description(int32_t type) {
  switch (type) {
    case LF_VOID: return &ffi_type_void;
    case LF_I32: return &ffi_type_sint32;
    case LF_I64: return &ffi_type_sint64;
    case LF_SIZE: return sizeof(size_t) == 8 ? &ffi_type_uint64 : &ffi_type_uint32;
    case LF_F32: return &ffi_type_float;
    case LF_F64: return &ffi_type_double;
    case LF_POINTER: return &ffi_type_pointer;
#ifdef FFI_TARGET_HAS_COMPLEX_TYPE
    case LF_COMPLEX_F32: return &ffi_type_complex_float;
    case LF_COMPLEX_F64: return &ffi_type_complex_double;
#endif
    default: return NULL;
  }
}

static lf_interface *refused(int32_t *status, int32_t reason) {
  if (status) *status = reason;
  return NULL;
}

lf_interface *lf_interface_create(
    int32_t result, const int32_t *arguments, uint32_t count, int32_t *status) {
  if (result < 0 || result >= LF_TYPE_COUNT || count > LF_MOST_ARGUMENTS)
    return refused(status, LF_UNKNOWN_TYPE);
  // libffi does not refuse void among the arguments.
  for (uint32_t i = 0; i < count; i++)
    if (arguments[i] <= LF_VOID || arguments[i] >= LF_TYPE_COUNT)
      return refused(status, LF_UNKNOWN_TYPE);
  if (!description(result)) return refused(status, LF_UNSUPPORTED_TYPE);
  lf_interface *interface = calloc(1, sizeof *interface);
  if (!interface) return refused(status, LF_NO_MEMORY);
  interface->count = count;
  interface->result = result;
  for (uint32_t i = 0; i < count; i++) {
    interface->codes[i] = arguments[i];
    interface->types[i] = description(arguments[i]);
    if (!interface->types[i]) {
      free(interface);
      return refused(status, LF_UNSUPPORTED_TYPE);
    }
  }
  ffi_status prepared = ffi_prep_cif(
      &interface->cif, FFI_DEFAULT_ABI, count, description(result), interface->types);
  if (prepared != FFI_OK) {
    free(interface);
    return refused(status, LF_REFUSED);
  }
  if (status) *status = LF_OK;
  return interface;
}

void lf_interface_destroy(lf_interface *interface) { free(interface); }

void lf_store(int32_t type, const lf_value *value, lf_slot *slot) {
  switch (type) {
    case LF_I32: slot->i32 = (int32_t)value->integer; break;
    case LF_I64: slot->i64 = value->integer; break;
    case LF_SIZE: slot->size = (size_t)value->integer; break;
    case LF_F32: slot->f32 = (float)value->re; break;
    case LF_F64: slot->f64 = value->re; break;
    case LF_COMPLEX_F32:
      slot->complex_f32[0] = (float)value->re;
      slot->complex_f32[1] = (float)value->im;
      break;
    case LF_COMPLEX_F64:
      slot->complex_f64[0] = value->re;
      slot->complex_f64[1] = value->im;
      break;
    case LF_POINTER: slot->pointer = value->pointer; break;
    default: break;
  }
}

void lf_load(int32_t type, const void *memory, lf_value *value) {
  memset(value, 0, sizeof *value);
  float single[2];
  double real[2];
  int32_t narrow;
  size_t size;
  switch (type) {
    case LF_I32:
      memcpy(&narrow, memory, sizeof narrow);
      value->integer = narrow;
      break;
    case LF_I64: memcpy(&value->integer, memory, sizeof value->integer); break;
    case LF_SIZE:
      memcpy(&size, memory, sizeof size);
      value->integer = (int64_t)size;
      break;
    case LF_F32:
      memcpy(single, memory, sizeof single[0]);
      value->re = single[0];
      break;
    case LF_F64: memcpy(&value->re, memory, sizeof value->re); break;
    case LF_COMPLEX_F32:
      memcpy(single, memory, sizeof single);
      value->re = single[0];
      value->im = single[1];
      break;
    case LF_COMPLEX_F64:
      memcpy(real, memory, sizeof real);
      value->re = real[0];
      value->im = real[1];
      break;
    case LF_POINTER: memcpy(&value->pointer, memory, sizeof value->pointer); break;
    default: break;
  }
}

void lf_call(
    const lf_interface *interface, void *function, const lf_value *arguments, lf_value *result) {
  lf_slot slots[LF_MOST_ARGUMENTS];
  void *pointers[LF_MOST_ARGUMENTS];
  for (uint32_t i = 0; i < interface->count; i++) {
    lf_store(interface->codes[i], &arguments[i], &slots[i]);
    pointers[i] = &slots[i];
  }
  lf_slot out;
  memset(&out, 0, sizeof out);
  // ffi_call takes the interface as not constant, and does not change it.
  ffi_call((ffi_cif *)&interface->cif, FFI_FN(function), &out, pointers);
  if (interface->result == LF_I32) {
    // Narrower than a register: libffi has written a whole one.
    memset(result, 0, sizeof *result);
    result->integer = (int32_t)out.signed_word;
  } else {
    lf_load(interface->result, &out, result);
  }
}
