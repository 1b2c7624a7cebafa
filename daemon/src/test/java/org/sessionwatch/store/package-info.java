@NullMarked
package org.sessionwatch.store;

import org.jspecify.annotations.NullMarked;
