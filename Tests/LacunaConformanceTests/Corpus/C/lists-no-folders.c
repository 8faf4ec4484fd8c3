// fault: its list misses blobs in folders
// check: store/listing
// also: store/*
#define AT_LIST(name) if (entry->d_type == DT_DIR && !inner) continue;
#include "good.h"
