#include "ridge.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

// The length of the character at the beginning of these bytes; 0 when they begin with none.
static size_t character(const unsigned char *bytes, uint64_t length) {
  const unsigned char first = bytes[0];
  if (first < 0x80) return first >= ' ' && first != 0x7F;
  const size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || length < size) return 0;
  // Overlong forms, surrogates, and what lies beyond the last character.
  const unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (bytes[1] < low || bytes[1] > high) return 0;
  for (size_t i = 2; i < size; i++)
    if (bytes[i] < 0x80 || bytes[i] > 0xBF) return 0;
  return size;
}

const char *ridge_shown(lacuna_text text, char buffer[RIDGE_SHOWN + 1]) {
  size_t used = 0;
  for (uint64_t i = 0; i < text.length;) {
    const unsigned char *bytes = (const unsigned char *)text.bytes + i;
    const size_t size = character(bytes, text.length - i);
    if (used + (size ? size : 4) > RIDGE_SHOWN) break;
    if (size)
      memcpy(buffer + used, bytes, size);
    else
      snprintf(buffer + used, 5, "\\x%02x", bytes[0]);
    used += size ? size : 4;
    i += size ? size : 1;
  }
  buffer[used] = 0;
  return buffer;
}
