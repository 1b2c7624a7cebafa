/** Bytes from sockets and files become captured SIP messages. */
@NullMarked
package org.sessionwatch.capture;

import org.jspecify.annotations.NullMarked;
