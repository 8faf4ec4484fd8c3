// fault: it works with the very version of its headers alone
// check: library/newer-host
#define AT_ENTRY if (host->magic.minor != LACUNA_ABI_MINOR || host->struct_size != sizeof *host) return NULL;
#include "good.h"
