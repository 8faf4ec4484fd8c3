// Known functions, called through libffi and through the compiler: complex numbers by value have been wrong
// in libffi more than once, whatever its macros say.
#define _GNU_SOURCE
#include "interface.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <string.h>

// Arguments of all register classes before, between and after, so that a wrong class shifts them.
static int32_t probe_i32(int32_t a, double b, int32_t c, void *d) {
  return (int32_t)(a - 2 * c + (int32_t)b + *(int32_t *)d);
}
static int64_t probe_i64(int64_t a, double b, int64_t c, void *d) {
  return a - 2 * c + (int64_t)b + *(int32_t *)d;
}
static size_t probe_size(size_t a, double b, size_t c, void *d) {
  return a + 2 * c + (size_t)b + (size_t)*(int32_t *)d;
}
static float probe_f32(float a, double b, float c, void *d) {
  return a - 2 * c + (float)b + (float)*(int32_t *)d;
}
static double probe_f64(double a, double b, double c, void *d) {
  return a - 2 * c + b + *(int32_t *)d;
}
static float _Complex probe_complex_f32(
    float _Complex a, double b, float _Complex c, void *d) {
  return a * c + (float)b + (float)*(int32_t *)d;
}
static double _Complex probe_complex_f64(
    double _Complex a, double b, double _Complex c, void *d) {
  return a * c + b + *(int32_t *)d;
}
static void *probe_pointer(void *a, double b, void *c, void *d) {
  return b > 0 ? a : *(int32_t *)d > 0 ? c : d;
}
static int32_t voided;
static void probe_void(int32_t a, double b, int32_t c, void *d) {
  voided = probe_i32(a, b, c, d);
}

// Whether libffi gave what the function gives: numbers that are exact in every type.
static int32_t works(int32_t type, void *function, int32_t argument) {
  int32_t codes[4] = {argument, LF_F64, argument, LF_POINTER};
  lf_interface *interface = lf_interface_create(type, codes, 4, NULL);
  if (!interface) return 0;
  int32_t hundred = 100;
  lf_value values[4];
  memset(values, 0, sizeof values);
  values[0] = (lf_value){.integer = 5, .re = 3.5, .im = -1.25, .pointer = &values[0]};
  values[1].re = 2;
  values[2] = (lf_value){.integer = 60, .re = 0.5, .im = 8, .pointer = &values[1]};
  values[3].pointer = &hundred;
  lf_value found;
  voided = 0;
  lf_call(interface, function, values, &found);
  lf_interface_destroy(interface);
  switch (type) {
    case LF_VOID: return voided == 5 - 120 + 2 + 100;
    case LF_I32:
    case LF_I64: return found.integer == 5 - 120 + 2 + 100;
    case LF_SIZE: return found.integer == 5 + 120 + 2 + 100;
    case LF_F32:
    case LF_F64: return found.re == 3.5 - 1 + 2 + 100;
    // (3.5 − 1.25i)(0.5 + 8i) = 11.75 + 27.375i
    case LF_COMPLEX_F32:
    case LF_COMPLEX_F64: return found.re == 11.75 + 2 + 100 && found.im == 27.375;
    case LF_POINTER: return found.pointer == &values[0];
    default: return 0;
  }
}

int32_t lf_type_works(int32_t type) {
  switch (type) {
    case LF_VOID: return works(type, (void *)probe_void, LF_I32);
    case LF_I32: return works(type, (void *)probe_i32, type);
    case LF_I64: return works(type, (void *)probe_i64, type);
    case LF_SIZE: return works(type, (void *)probe_size, type);
    case LF_F32: return works(type, (void *)probe_f32, type);
    case LF_F64: return works(type, (void *)probe_f64, type);
    case LF_COMPLEX_F32: return works(type, (void *)probe_complex_f32, type);
    case LF_COMPLEX_F64: return works(type, (void *)probe_complex_f64, type);
    case LF_POINTER: return works(type, (void *)probe_pointer, type);
    default: return 0;
  }
}

int32_t lf_is_function(const void *address) {
#ifdef __GLIBC__
  Dl_info info;
  const ElfW(Sym) *symbol = NULL;
  if (!dladdr1(address, &info, (void **)&symbol, RTLD_DL_SYMENT) || !symbol) return -1;
  int kind = symbol->st_info & 0xf;
  return kind == STT_FUNC || kind == STT_GNU_IFUNC;
#else
  (void)address;
  return -1;
#endif
}

const char *lf_file_of(const void *address) {
  Dl_info info;
  return dladdr(address, &info) ? info.dli_fname : NULL;
}
