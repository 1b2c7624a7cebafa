@NullMarked
package org.sessionwatch.capture.live;

import org.jspecify.annotations.NullMarked;
