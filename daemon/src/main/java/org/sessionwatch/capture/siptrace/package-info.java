/** SIP as Kamailio's siptrace sends it on without HEP. */
@NullMarked
package org.sessionwatch.capture.siptrace;

import org.jspecify.annotations.NullMarked;
