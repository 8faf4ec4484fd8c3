#include "interface.h"

#include <stdlib.h>
#include <string.h>

struct lf_closure {
  // What libffi allocated, to be written, and the address at which the same can be called.
  ffi_closure *memory;
  void *code;
  lf_interface *interface;
  lf_handler handler;
  void *context;
};

static void trampoline(ffi_cif *cif, void *result, void **arguments, void *data) {
  (void)cif;
  lf_closure *closure = data;
  lf_interface *interface = closure->interface;
  lf_value values[LF_MOST_ARGUMENTS];
  for (uint32_t i = 0; i < interface->count; i++)
    lf_load(interface->codes[i], arguments[i], &values[i]);
  lf_value made;
  memset(&made, 0, sizeof made);
  closure->handler(closure->context, values, &made);
  if (interface->result == LF_VOID) return;
  if (interface->result == LF_I32) {
    // Narrower than a register: libffi reads a whole one.
    *(ffi_sarg *)result = (int32_t)made.integer;
    return;
  }
  lf_slot slot;
  memset(&slot, 0, sizeof slot);
  lf_store(interface->result, &made, &slot);
  memcpy(result, &slot, interface->cif.rtype->size);
}

lf_closure *lf_closure_create(lf_interface *interface, lf_handler handler, void *context) {
  lf_closure *closure = calloc(1, sizeof *closure);
  if (!closure) return NULL;
  closure->interface = interface;
  closure->handler = handler;
  closure->context = context;
  closure->memory = ffi_closure_alloc(sizeof(ffi_closure), &closure->code);
  if (closure->memory
      && ffi_prep_closure_loc(
             closure->memory, &interface->cif, trampoline, closure, closure->code)
          == FFI_OK)
    return closure;
  if (closure->memory) ffi_closure_free(closure->memory);
  free(closure);
  return NULL;
}

void *lf_closure_code(const lf_closure *closure) { return closure->code; }

void lf_closure_destroy(lf_closure *closure) {
  if (!closure) return;
  ffi_closure_free(closure->memory);
  free(closure);
}
