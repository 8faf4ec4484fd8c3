// fault: asking whether it exists makes the place
// check: store/exists
#define AT_EXISTS mkdir(((folder_t *)instance)->place, 0700);
#include "good.h"
