@NullMarked
package org.sessionwatch.capture.pcap;

import org.jspecify.annotations.NullMarked;
