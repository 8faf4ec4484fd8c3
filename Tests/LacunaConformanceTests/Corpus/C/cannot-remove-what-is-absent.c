// fault: removing what is absent is an error
// check: store/missing-blobs
#define AT_ABSENT return failed();
#include "good.h"
