// fault: its entry returns null to every host
// check: library/loads
#define AT_ENTRY if (host) return NULL;
#include "good.h"
