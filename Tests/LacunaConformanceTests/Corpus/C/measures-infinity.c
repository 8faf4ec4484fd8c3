// fault: its measurement is not finite at the undeleted model
// check: measurement/constant-term
// also: measurement/derivatives measurement/lanes
#define MEASUREMENT_NEEDS TEXT("output:prediction"), TEXT("base-output:prediction")
#define MEASURE unary(t, "log", binary(t, "sub", prediction, input(t, LACUNA_ROLE_BASE_OUTPUT, "prediction")))
#include "good.h"
