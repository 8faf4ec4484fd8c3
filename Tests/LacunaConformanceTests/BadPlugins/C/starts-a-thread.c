// fault: it starts a thread when it is loaded
// check: library/no-threads
static void *wait_for_ever(void *x);
#define AT_LOAD pthread_t t; pthread_create(&t, NULL, wait_for_ever, NULL);
#include "good.h"
static void *wait_for_ever(void *x) { pause(); return x; }
