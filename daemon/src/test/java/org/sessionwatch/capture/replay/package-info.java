@NullMarked
package org.sessionwatch.capture.replay;

import org.jspecify.annotations.NullMarked;
