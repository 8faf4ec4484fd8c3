// fault: its errors have codes of its own
// check: descriptor/error-objects
// also: descriptor/failed-create descriptor/refuses-unknown-keys descriptor/refuses-missing-keys descriptor/refuses-wrong-types descriptor/refuses-out-of-bounds descriptor/refuses-malformed descriptor/refusals-name-the-key encode/empty-records encode/not-utf-8 encode/huge-records encode/truncated-records encode/other-fields encode/random-records encode/fuzz trace/sink-errors store/lock
#define ERROR_CODE(code) 1
#include "good.h"
