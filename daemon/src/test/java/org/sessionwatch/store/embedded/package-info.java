@NullMarked
package org.sessionwatch.store.embedded;

import org.jspecify.annotations.NullMarked;
