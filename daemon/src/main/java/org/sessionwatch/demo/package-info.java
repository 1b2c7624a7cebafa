/** The demonstration: a recording of a real Asterisk and Kamailio, heard as live calls. */
@NullMarked
package org.sessionwatch.demo;

import org.jspecify.annotations.NullMarked;
