/** Asterisk's manager interface (AMI): channels and the dialogs they belong to. */
@NullMarked
package org.sessionwatch.pbx.asterisk;

import org.jspecify.annotations.NullMarked;
