// fault: it adds to a blob instead of replacing it
// check: store/overwriting
// also: store/concurrent-readers store/kill store/instances store/reopening
#define WRITE_FILE(place, path, bytes, count) write_to(path, O_APPEND, bytes, count)
#include "good.h"
