@NullMarked
package org.sessionwatch.capture.stream;

import org.jspecify.annotations.NullMarked;
