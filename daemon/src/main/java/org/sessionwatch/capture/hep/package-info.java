/** The Homer Encapsulation Protocol, as Asterisk and Kamailio mirror it. */
@NullMarked
package org.sessionwatch.capture.hep;

import org.jspecify.annotations.NullMarked;
