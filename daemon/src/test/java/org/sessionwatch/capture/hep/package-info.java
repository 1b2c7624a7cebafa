@NullMarked
package org.sessionwatch.capture.hep;

import org.jspecify.annotations.NullMarked;
