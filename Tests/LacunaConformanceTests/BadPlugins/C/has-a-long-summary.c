// fault: the summary of its learner has two lines
// check: descriptor/summaries
#define LEARNER_SUMMARY "one\ntwo"
#include "good.h"
