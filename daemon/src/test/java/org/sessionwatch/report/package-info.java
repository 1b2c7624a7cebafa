@NullMarked
package org.sessionwatch.report;

import org.jspecify.annotations.NullMarked;
