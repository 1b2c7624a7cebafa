/** A recording sent again, in its own rhythm. */
@NullMarked
package org.sessionwatch.capture.replay;

import org.jspecify.annotations.NullMarked;
