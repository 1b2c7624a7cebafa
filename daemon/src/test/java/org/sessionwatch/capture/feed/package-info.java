@NullMarked
package org.sessionwatch.capture.feed;

import org.jspecify.annotations.NullMarked;
