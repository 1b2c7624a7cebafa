@NullMarked
package org.sessionwatch.capture.trace;

import org.jspecify.annotations.NullMarked;
