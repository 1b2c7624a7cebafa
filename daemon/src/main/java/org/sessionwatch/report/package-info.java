/** The reports of {@code sql/reports}: found, asked of the database, and written out. */
@NullMarked
package org.sessionwatch.report;

import org.jspecify.annotations.NullMarked;
