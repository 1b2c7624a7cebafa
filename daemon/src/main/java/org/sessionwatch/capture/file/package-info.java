/** Opens a recording of any kind, told by its content. */
@NullMarked
package org.sessionwatch.capture.file;

import org.jspecify.annotations.NullMarked;
