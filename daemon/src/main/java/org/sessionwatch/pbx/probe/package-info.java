/** SIP OPTIONS: is the PBX up, and can it refresh sessions? */
@NullMarked
package org.sessionwatch.pbx.probe;

import org.jspecify.annotations.NullMarked;
