#include "ridge.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

// The message lies behind the object, in one piece of memory.
static void destroy(lacuna_error *error) { free(error); }

lacuna_error *ridge_error(lacuna_error_code code, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  size_t capacity = length < 0 ? 1 : (size_t)length + 1;
  lacuna_error *error = malloc(sizeof *error + capacity);
  if (error) {
    char *message = (char *)(error + 1);
    if (length >= 0) vsnprintf(message, capacity, format, again);
    *error = (lacuna_error){
        .struct_size = sizeof *error,
        .code = code,
        .message = {message, capacity - 1},
        .destroy = destroy,
    };
  }
  va_end(again);
  return error ? error : ridge_no_memory();
}

// A null pointer would mean success, so this one needs no memory of its own.
lacuna_error *ridge_no_memory(void) {
  static lacuna_error error = {
      .struct_size = sizeof error,
      .code = LACUNA_ERROR_OS,
      .message = TEXT("there is not enough memory"),
      .destroy = NULL,
  };
  return &error;
}
