/** The pipeline: source, shard, engine, sinks. */
@NullMarked
package org.sessionwatch.flow;

import org.jspecify.annotations.NullMarked;
