/**
 * The session engine: messages and the time become dialog state, effects and the next deadline.
 * Pure.
 */
@NullMarked
package org.sessionwatch.session;

import org.jspecify.annotations.NullMarked;
