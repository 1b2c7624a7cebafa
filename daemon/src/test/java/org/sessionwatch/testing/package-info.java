/** What the tests of several rooms share. */
@NullMarked
package org.sessionwatch.testing;

import org.jspecify.annotations.NullMarked;
