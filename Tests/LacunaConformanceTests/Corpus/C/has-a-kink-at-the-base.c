// fault: its measurement has a kink at the undeleted model
// check: measurement/derivatives
#define MEASUREMENT_NEEDS TEXT("output:prediction"), TEXT("base-output:prediction")
#define MEASURE unary(t, "abs", binary(t, "sub", prediction, input(t, LACUNA_ROLE_BASE_OUTPUT, "prediction")))
#include "good.h"
