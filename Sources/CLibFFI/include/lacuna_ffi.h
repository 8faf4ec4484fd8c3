// A small face of libffi that Swift can use: opaque handles, fixed-width codes, and results that are widened
// and narrowed here, where C knows how.
#ifndef LACUNA_FFI_H
#define LACUNA_FFI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The types that a signature can have.
enum lf_type {
  LF_VOID,
  LF_I32,
  LF_I64,
  LF_SIZE,
  LF_F32,
  LF_F64,
  LF_COMPLEX_F32,
  LF_COMPLEX_F64,
  LF_POINTER,
  LF_TYPE_COUNT
};

// Why something could not be made.
enum lf_status { LF_OK, LF_NO_MEMORY, LF_UNKNOWN_TYPE, LF_UNSUPPORTED_TYPE, LF_REFUSED };

// A value, whatever its type: integers in `integer`, numbers in `re` and `im`, addresses in `pointer`.
typedef struct lf_value {
  int64_t integer;
  double re;
  double im;
  const void *pointer;
} lf_value;

// How a function of some types is called. It keeps what it was made from alive.
typedef struct lf_interface lf_interface;

// A C function made at run time, with a context bound to it.
typedef struct lf_closure lf_closure;

// What a closure calls: its context, its arguments, and where its result goes.
typedef void (*lf_handler)(void *context, const lf_value *arguments, lf_value *result);

// Makes an interface; null when it cannot, with the reason in `status`. Not thread-safe: libffi may change
// the types it is given while it prepares.
lf_interface *lf_interface_create(
    int32_t result, const int32_t *arguments, uint32_t count, int32_t *status);

// Frees an interface that no closure uses any more.
void lf_interface_destroy(lf_interface *interface);

// Calls a function. Each value is passed as the interface says.
void lf_call(
    const lf_interface *interface, void *function, const lf_value *arguments, lf_value *result);

// Makes a closure, which uses the interface until it is destroyed; null when there is no memory for it.
lf_closure *lf_closure_create(lf_interface *interface, lf_handler handler, void *context);

// The address by which C calls the closure.
void *lf_closure_code(const lf_closure *closure);

// Frees a closure that nobody can call any more.
void lf_closure_destroy(lf_closure *closure);

// Whether libffi passes and returns a type as the compiler of this library does: calls known functions both
// ways. 1: yes, 0: no, or the type is not supported at all. Not thread-safe, as making an interface.
int32_t lf_type_works(int32_t type);

// Whether an address in a loaded library is that of a function: 1: yes, 0: it is data, -1: unknown.
int32_t lf_is_function(const void *address);

// The file of the loaded library that an address is in; null when it is in none.
const char *lf_file_of(const void *address);

#ifdef __cplusplus
}
#endif
#endif
