// A plugin that keeps all rules.
#include "good.h"
