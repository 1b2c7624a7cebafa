/** SIP traces as text, as PBXs write them. */
@NullMarked
package org.sessionwatch.capture.trace;

import org.jspecify.annotations.NullMarked;
