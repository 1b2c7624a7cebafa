/** Effects become rows in PostgreSQL. */
@NullMarked
package org.sessionwatch.store;

import org.jspecify.annotations.NullMarked;
