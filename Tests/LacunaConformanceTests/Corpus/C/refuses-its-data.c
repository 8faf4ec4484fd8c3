// fault: it cannot encode a record of its own data
// check: encode/data
// also: encode/* learning/* trace/* descriptor/* cases/* measurement/*
#define ENCODE_LAST if (x == 2) return fail(LACUNA_ERROR_DATA, "two is too much");
#define EXTENSION (void)context, is_text(id, LACUNA_EXTENSION_CASES) ? &cases : NULL
#include <lacuna.h>
#define WORD(s) {s, sizeof(s) - 1}
static const lacuna_case own = {
    .struct_size = sizeof own, .name = WORD("own"), .learner = WORD("line"),
    .configuration = WORD("{}"), .data = WORD("1 2\n2 3\n3 4\n"), .step_count = -1};
static const lacuna_case *const owns[] = {&own};
static const lacuna_cases cases = {sizeof cases, 1, owns};
#include "good.h"
