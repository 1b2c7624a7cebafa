/** Packets from network interfaces, through libpcap. */
@NullMarked
package org.sessionwatch.capture.live;

import org.jspecify.annotations.NullMarked;
