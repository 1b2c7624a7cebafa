@NullMarked
package org.sessionwatch.capture.file;

import org.jspecify.annotations.NullMarked;
