/**
 * Bytes that somebody made up to do harm, and bytes cut short, through all rooms that read them.
 */
@NullMarked
package org.sessionwatch.hostile;

import org.jspecify.annotations.NullMarked;
