/** The table's rows, one class each. */
@NullMarked
package org.sessionwatch.benchmarks.row;

import org.jspecify.annotations.NullMarked;
