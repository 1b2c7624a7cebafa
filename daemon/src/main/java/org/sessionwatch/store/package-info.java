/**
 * Effects become rows in PostgreSQL.
 *
 * <p>{@link HistoryWriter} takes the engine's effects and hands them in batches to {@link
 * HistoryStore}, which knows the schema. The statements stand in {@code sql/statements}, the schema
 * in {@code sql/V*.sql}.
 */
@NullMarked
package org.sessionwatch.store;

import org.jspecify.annotations.NullMarked;
