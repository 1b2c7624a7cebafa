/** The daemon against a real Asterisk 22, a real Kamailio and SIPp, all on loopback. */
@NullMarked
package org.sessionwatch.lab;

import org.jspecify.annotations.NullMarked;
