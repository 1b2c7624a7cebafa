@NullMarked
package org.sessionwatch.capture.siptrace;

import org.jspecify.annotations.NullMarked;
