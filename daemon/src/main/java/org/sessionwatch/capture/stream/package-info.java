/** Streams put together from captured segments, and the messages in them. */
@NullMarked
package org.sessionwatch.capture.stream;

import org.jspecify.annotations.NullMarked;
