/** Wiring: the only place that knows every room. */
@NullMarked
package org.sessionwatch;

import org.jspecify.annotations.NullMarked;
