/** What recordings of every kind have in common. */
@NullMarked
package org.sessionwatch.capture.recording;

import org.jspecify.annotations.NullMarked;
