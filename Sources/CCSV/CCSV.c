// The whole module is static inline; a target needs one source file.
#include "CCSV.h"
