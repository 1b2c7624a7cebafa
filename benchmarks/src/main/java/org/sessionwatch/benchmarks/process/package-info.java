/** Programs under measurement, and what the kernel knows of them. */
@NullMarked
package org.sessionwatch.benchmarks.process;

import org.jspecify.annotations.NullMarked;
