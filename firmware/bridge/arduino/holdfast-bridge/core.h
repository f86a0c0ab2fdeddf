// The portable core: copied beside the sketch for the Arduino IDE, on the include path elsewhere.
#pragma once

#if __has_include("src/core/bridge.h")
#include "src/core/board.h"
#include "src/core/bridge.h"
#include "src/core/credentials.h"
#include "src/core/portal.h"
#else
#include "board.h"
#include "bridge.h"
#include "credentials.h"
#include "portal.h"
#endif
