#include "ridge.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

// The message lies behind the object, in one piece of memory.
static void destroy(lacuna_error *error) { free(error); }

// How many bytes the UTF-8 sequence at the start of a text has; 0 when there is none.
static size_t sequence(const unsigned char *text, size_t length) {
  unsigned char first = text[0];
  if (first < 0x80) return 1;
  size_t count = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (count == 0 || count > length) return 0;
  for (size_t i = 1; i < count; i++)
    if ((text[i] & 0xC0) != 0x80) return 0;
  unsigned char second = text[1];
  // Longer than needed, surrogates, and beyond the last character.
  int is_wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                 (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return is_wrong ? 0 : count;
}

// Puts a question mark for every byte that is not UTF-8: messages quote fields that need not be.
static void repair(char *text, size_t length) {
  for (size_t i = 0; i < length;) {
    size_t count = sequence((unsigned char *)text + i, length - i);
    if (count == 0) text[i] = '?';
    i += count ? count : 1;
  }
}

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
    repair(message, capacity - 1);
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
