// fault: it keeps what it has read and never looks again
// check: store/instances
// also: store/round-trip store/overwriting
#define AFTER_READ folder_t *self = instance; if (count < 64 && is_text(name, "a")) { if (self->length >= 0) memcpy(bytes, self->memory, count = self->length); else memcpy(self->memory, bytes, self->length = count); }
#include "good.h"
