/**
 * Mirrored SIP of a farm of PBXs, as fast as it is wanted: the feed of the table's rows.
 *
 * <p>Beside it stands {@link org.sessionwatch.benchmarks.load}, which scripts each call to the
 * second: who refreshes, who is challenged, whose refresh is late, what the mirror loses; what is
 * sent next comes out of a queue by time. This one is a fixed cycle without clock or choice, so
 * that its rate is whatever the receiver takes, and it wraps bare SIP for captures and for engines
 * that are fed directly, too. It may use the daemon's classes; the other compiles itself with a JDK
 * alone.
 */
@NullMarked
package org.sessionwatch.benchmarks.feed;

import org.jspecify.annotations.NullMarked;
