// fault: the entry returns another table every time
// check: library/entry-idempotent
#define AT_ENTRY lacuna_plugin *copy = malloc(sizeof *copy); *copy = plugin; if (host) return copy;
#include "good.h"
