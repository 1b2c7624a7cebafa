@NullMarked
package org.sessionwatch;

import org.jspecify.annotations.NullMarked;
