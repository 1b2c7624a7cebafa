/**
 * The load generator: calls as Asterisk and Kamailio mirror them, by HEP. Sees only {@code java.*},
 * so that {@code benchmarks/load} runs it without a build.
 */
@NullMarked
package org.sessionwatch.benchmarks.load;

import org.jspecify.annotations.NullMarked;
