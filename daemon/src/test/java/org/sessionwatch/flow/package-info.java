@NullMarked
package org.sessionwatch.flow;

import org.jspecify.annotations.NullMarked;
