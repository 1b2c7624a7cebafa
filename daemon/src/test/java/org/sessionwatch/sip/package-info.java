@NullMarked
package org.sessionwatch.sip;

import org.jspecify.annotations.NullMarked;
