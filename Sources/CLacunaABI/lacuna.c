// The contract is headers alone; this file proves that they compile as C by themselves, and checks
// the layouts wherever it is compiled.
#include "lacuna.h"
