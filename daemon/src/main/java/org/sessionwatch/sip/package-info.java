/** SIP bytes become the few header values that session timers need, found in one pass. */
@NullMarked
package org.sessionwatch.sip;

import org.jspecify.annotations.NullMarked;
