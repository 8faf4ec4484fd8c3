// fault: it writes a file when it is loaded
// check: library/no-files
#define AT_LOAD fclose(fopen("was-here.txt", "w"));
#include "good.h"
