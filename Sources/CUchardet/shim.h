// uchardet, Mozilla's detector of encodings kept by freedesktop.org, found through pkg-config (package libuchardet-dev).
#pragma once
#include <uchardet.h>
