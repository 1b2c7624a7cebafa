@NullMarked
package org.sessionwatch.time;

import org.jspecify.annotations.NullMarked;
