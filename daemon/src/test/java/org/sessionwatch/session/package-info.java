@NullMarked
package org.sessionwatch.session;

import org.jspecify.annotations.NullMarked;
