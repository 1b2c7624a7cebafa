@NullMarked
package org.sessionwatch.capture;

import org.jspecify.annotations.NullMarked;
