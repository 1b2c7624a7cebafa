/** The daemon's engine over recorded traffic, under the recording's clock. */
@NullMarked
package org.sessionwatch.analyze;

import org.jspecify.annotations.NullMarked;
