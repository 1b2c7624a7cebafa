/** What the PBXs themselves tell of their calls. */
@NullMarked
package org.sessionwatch.pbx;

import org.jspecify.annotations.NullMarked;
