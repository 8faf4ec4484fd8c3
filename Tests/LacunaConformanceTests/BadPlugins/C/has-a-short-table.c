// fault: the size of its table is that of the magic block
// check: library/struct-sizes
// also: library/loads
#define PLUGIN_SIZE sizeof(lacuna_magic)
#include "good.h"
