/** How the feeds are: which are heard, and which have fallen silent. */
@NullMarked
package org.sessionwatch.capture.feed;

import org.jspecify.annotations.NullMarked;
