// FreeXL, which reads workbooks of Excel 97 to 2003, found through pkg-config (package libfreexl-dev).
#pragma once
#include <freexl.h>
