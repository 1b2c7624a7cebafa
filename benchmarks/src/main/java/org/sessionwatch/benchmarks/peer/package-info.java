/** What the daemon is compared with. */
@NullMarked
package org.sessionwatch.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
