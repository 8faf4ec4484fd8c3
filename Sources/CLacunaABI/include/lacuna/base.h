// Versions, text and errors.
#ifndef LACUNA_BASE_H
#define LACUNA_BASE_H

#include <stddef.h>
#include <stdint.h>

// What the two sides compare first. The number spells "LACUNAPL" in memory on a little-endian
// machine.
#define LACUNA_MAGIC 0x4C50414E5543414CULL
#define LACUNA_ABI_MAJOR 1
#define LACUNA_ABI_MINOR 0

// Checks a layout on machines with 64-bit pointers; tests check the same from Swift.
#if defined(__cplusplus)
#define LACUNA_ASSERT(condition) static_assert(condition, #condition)
#else
#define LACUNA_ASSERT(condition) _Static_assert(condition, #condition)
#endif
#if UINTPTR_MAX == UINT64_MAX
#define LACUNA_LAYOUT(condition) LACUNA_ASSERT(condition)
#else
#define LACUNA_LAYOUT(condition) LACUNA_ASSERT(1)
#endif

// UTF-8 bytes with their number. Frozen: this struct never changes, and so has no size.
// OWNERSHIP: the bytes belong to the one who passes them; they are valid during the call, or, as a
// field of a struct, as long as that struct.
typedef struct lacuna_text {
  const char *bytes;
  uint64_t length;
} lacuna_text;
LACUNA_LAYOUT(sizeof(lacuna_text) == 16);

// The block with which `lacuna_plugin` and `lacuna_host` begin. It can only grow at its end.
typedef struct lacuna_magic {
  uint64_t struct_size;   // of this block
  uint64_t magic;         // LACUNA_MAGIC
  int32_t major;          // LACUNA_ABI_MAJOR
  int32_t minor;          // LACUNA_ABI_MINOR
  int32_t pointer_width;  // bits of a pointer
  int32_t reserved;       // zero
  lacuna_text toolchain;  // compiler and language runtime, as "swift 6.3": for messages
} lacuna_magic;
LACUNA_LAYOUT(sizeof(lacuna_magic) == 48);
LACUNA_LAYOUT(offsetof(lacuna_magic, toolchain) == 32);

// The kinds of failure. The numbers are those of sysexits.h.
typedef int32_t lacuna_error_code;
enum {
  LACUNA_ERROR_USAGE = 64,
  LACUNA_ERROR_DATA = 65,
  LACUNA_ERROR_NO_INPUT = 66,
  LACUNA_ERROR_UNAVAILABLE = 69,
  LACUNA_ERROR_SOFTWARE = 70,
  LACUNA_ERROR_OS = 71,
  LACUNA_ERROR_CANNOT_CREATE = 73,
  LACUNA_ERROR_IO = 74,
  LACUNA_ERROR_TEMPORARY = 75,
  LACUNA_ERROR_CONFIGURATION = 78
};

// A failure.
// OWNERSHIP: made by the one who returns it, owned by the one who receives it, who calls `destroy`
// exactly once, or passes it on by returning it. `destroy` may be null when there is nothing to
// free.
typedef struct lacuna_error {
  uint64_t struct_size;
  lacuna_error_code code;
  int32_t reserved;     // zero
  lacuna_text message;  // what was wrong, where, what was found, what was expected, what to do
  // [any-thread] Frees the error and its message.
  void (*destroy)(struct lacuna_error *error);
} lacuna_error;
LACUNA_LAYOUT(sizeof(lacuna_error) == 40);
LACUNA_LAYOUT(offsetof(lacuna_error, message) == 16);
LACUNA_LAYOUT(offsetof(lacuna_error, destroy) == 32);

// Receives pieces of text or bytes.
// OWNERSHIP: the table belongs to the host and is valid during the call that it is passed to; what
// is passed to the sink stays the plugin's and needs to be valid during that call alone.
typedef struct lacuna_text_sink {
  uint64_t struct_size;
  void *context;  // the host's, passed back as it is
  // [in-call] Takes the next piece.
  lacuna_error *(*accept)(void *context, lacuna_text piece);
} lacuna_text_sink;
LACUNA_LAYOUT(sizeof(lacuna_text_sink) == 24);

#endif
