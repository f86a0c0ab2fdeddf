/* The portal's side of HTTP: as much as a captive page needs. */
#ifndef HOLDFAST_BRIDGE_PORTAL_H
#define HOLDFAST_BRIDGE_PORTAL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PORTAL_REQUEST_MAX 1024
#define PORTAL_MORE (-1)

/* Length of the form in a request so far, 0 when it has none; PORTAL_MORE while it is not complete. */
int16_t portal_form(const char *request, uint16_t length, const char **form);
/* What became of the form of a request. FORM_LOST: it made sense, but flash did not keep it. */
enum form { FORM_NONE, FORM_WRONG, FORM_LOST, FORM_KEPT };
/* The whole answer, also to the questions by which phones look for a captive portal. */
const char *portal_answer(enum form form);

#ifdef __cplusplus
}
#endif

#endif
