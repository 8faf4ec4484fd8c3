// fault: its list has the files that are being written
// check: store/listing
// also: store/*
#define AT_LIST(name) if (!error) error = found(context, name);
#include "good.h"
