// fault: it removes a blob before it writes it again
// check: store/concurrent-readers
// also: store/kill
#define WRITE_FILE(place, path, bytes, count) (unlink(path), write_aside(place, path, bytes, count))
#include "good.h"
