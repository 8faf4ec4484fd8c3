// fault: it asks for an output that is not among its needs
// check: measurement/needs
#define MEASURE binary(t, "sub", prediction, input(t, LACUNA_ROLE_BASE_OUTPUT, "prediction"))
#include "good.h"
