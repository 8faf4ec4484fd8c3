// fault: a summary is not UTF-8
// check: descriptor/utf-8
#define LEARNER_SUMMARY "caf\xe9"
#include "good.h"
