/** Mirrored SIP of a farm of PBXs, as fast as it is wanted. */
@NullMarked
package org.sessionwatch.benchmarks.feed;

import org.jspecify.annotations.NullMarked;
