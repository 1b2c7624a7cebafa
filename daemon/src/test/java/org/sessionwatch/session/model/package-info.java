/**
 * Generated call histories, and a slow reading of them written from the domain page alone: the
 * engine must come to the same verdicts, whatever mirrors do to the messages.
 */
@NullMarked
package org.sessionwatch.session.model;

import org.jspecify.annotations.NullMarked;
