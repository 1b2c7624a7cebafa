/** The daemon against its peers and the machine's limits: every figure a ratio with its spread. */
@NullMarked
package org.sessionwatch.benchmarks;

import org.jspecify.annotations.NullMarked;
