@NullMarked
package org.sessionwatch.analyze;

import org.jspecify.annotations.NullMarked;
