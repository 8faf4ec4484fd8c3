// fault: its entry has another name
// check: library/entry-symbol
// also: library/loads library/only-export library/magic-block library/struct-sizes library/required-functions library/entry-idempotent library/newer-host library/other-major
#define ENTRY lacuna_plugin_entrance
#include "good.h"
